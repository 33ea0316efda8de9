// The visitor's device and network, certificates, and what is seen from elsewhere.

import { NETWORK_CASES, PROXY, PROXY_CASES } from '../lib/world/scenarios/network.mjs';
import { inChromium } from '../lib/world/suite.mjs';
import { apart } from '../lib/world/world.mjs';

const skip = await apart();

inChromium('what is wrong on the way', NETWORK_CASES, { skip });
inChromium('what is wrong with a proxy on the way', PROXY_CASES, { skip, launch: PROXY });
