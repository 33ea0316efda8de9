// What the popup looks like when the site itself answered, with every part opened, and while and after it is looked at.

import { PARTS } from '../lib/gallery/states.mjs';
import { suite } from '../lib/gallery/suite.mjs';

suite(PARTS.site);
