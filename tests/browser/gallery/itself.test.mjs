// What the popup looks like while it retries and where it may see little, and the looks of the other pages.

import { PARTS } from '../lib/gallery/states.mjs';
import { suite } from '../lib/gallery/suite.mjs';

suite(PARTS.itself);
