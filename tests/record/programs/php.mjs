// PHP (FPM) behind nginx: two programs that only work together.

import { APPS } from '../programs.mjs';

// PHP first, because nginx is what the recorder waits for.
const BOTH = `php-fpm8.2 --fpm-config "$1/pool.conf" &
until [ -S "$1/php.sock" ]; do sleep 0.02; done
shift
exec "$@"`;

const pool = (folder) => `[global]
error_log = ${folder}/log
daemonize = no
[www]
user = www-data
group = www-data
listen = ${folder}/php.sock
listen.mode = 0666
pm = static
pm.max_children = 1
request_terminate_timeout = 1s
php_admin_flag[display_errors] = off
`;

const front = (folder, port, mode) => `
daemon off; user root; worker_processes 1; pid ${folder}/pid; error_log stderr;
events {}
http {
  access_log off;
  ${['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((kind) => `${kind}_temp_path ${folder}/${kind};`).join(' ')}
  server {
    listen 127.0.0.1:${port};
    location / {
      include /etc/nginx/fastcgi_params;
      fastcgi_param SCRIPT_FILENAME ${mode === 'missing' ? '/nothing/there.php' : `${APPS}/shop.php`};
      fastcgi_pass unix:${folder}/php.sock;
    }
  }
}
`;

export default {
  id: 'php',
  kind: 'server',
  name: 'PHP (FPM) behind nginx',
  version: { ask: ['php-fpm8.2', '-v'], find: /PHP (\d+\.\d+\.\d+)/ },
  modes: ['raises', 'missing'],
  start: ({ port, folder, mode }) => ({
    command: [
      ...['/bin/sh', '-c', BOTH, 'sh', folder],
      ...[ 'nginx', '-p', folder, '-e', 'stderr', '-c', `${folder}/nginx.conf`],
    ],
    files: { 'pool.conf': pool(folder), 'nginx.conf': front(folder, port, mode) },
    stop: 'SIGKILL',
  }),
};
