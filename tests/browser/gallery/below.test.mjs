// What the popup looks like when no answer came, and when the trouble is nearby.

import { PARTS } from '../lib/gallery/states.mjs';
import { suite } from '../lib/gallery/suite.mjs';

suite(PARTS.below);
