// The trouble is at the site or at the edge in front of it, or there is none: in a real browser, against real servers.

import { SITE } from '../lib/world/scenarios/site.mjs';
import { inChromium } from '../lib/world/suite.mjs';
import { apart } from '../lib/world/world.mjs';

inChromium('what is wrong at the site', SITE, { skip: await apart() });
