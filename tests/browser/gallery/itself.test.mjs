// What the popup looks like while it tries again, where it may see little, and what the extension's other pages look like.

import { PARTS } from '../lib/gallery/states.mjs';
import { suite } from '../lib/gallery/suite.mjs';

suite(PARTS.itself);
