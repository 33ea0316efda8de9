// What the popup looks like when the site itself answered, with every part open, and while and after it is examined.

import { PARTS } from '../lib/gallery/states.mjs';
import { suite } from '../lib/gallery/suite.mjs';

suite(PARTS.site);
