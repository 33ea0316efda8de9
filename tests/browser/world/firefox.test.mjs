// The same world in Firefox, as far as Firefox can be tested in it.

import { NAMES } from '../lib/world/scenarios/names.mjs';
import { NETWORK_CASES } from '../lib/world/scenarios/network.mjs';
import { SITE } from '../lib/world/scenarios/site.mjs';
import { inFirefox } from '../lib/world/suite.mjs';
import { apart } from '../lib/world/world.mjs';

inFirefox('the world in Firefox', [...SITE, ...NAMES, ...NETWORK_CASES], { skip: await apart() });
