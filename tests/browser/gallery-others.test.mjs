// What the popup looks like when no server answered, while auto-retry is at work, and where little or nothing is allowed;
// and the extension's other pages. The other half is in gallery.test.mjs.

import { OTHERS } from './lib/gallery/states.mjs';
import { suite } from './lib/gallery/suite.mjs';

suite(OTHERS);
