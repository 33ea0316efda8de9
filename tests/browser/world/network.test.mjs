// The visitor's device and network, certificates, and what is seen from elsewhere.

import { NETWORK_CASES } from '../lib/world/scenarios/network.mjs';
import { inChromium } from '../lib/world/suite.mjs';
import { apart } from '../lib/world/world.mjs';

inChromium('what is wrong on the way', NETWORK_CASES, { skip: await apart() });
