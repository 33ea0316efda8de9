// What the popup looks like when a gateway, a delivery network or a guard answered.

import { PARTS } from '../lib/gallery/states.mjs';
import { suite } from '../lib/gallery/suite.mjs';

suite(PARTS.gateways);
