// What the popup looks like when a server answered, in every state there is of that. The other half is beside this file.

import { ANSWERS } from './lib/gallery/states.mjs';
import { suite } from './lib/gallery/suite.mjs';

suite(ANSWERS);
