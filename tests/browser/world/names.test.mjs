// The name leads nowhere or somewhere else: real zones, real resolvers, and DNS over HTTPS as it is on the internet.

import { NAMES } from '../lib/world/scenarios/names.mjs';
import { inChromium } from '../lib/world/suite.mjs';
import { apart } from '../lib/world/world.mjs';

inChromium('what is wrong with the name', NAMES, { skip: await apart() });
