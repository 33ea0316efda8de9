// A real nginx with TLS and small buffers, in front of a healthy site. It complains about too many cookies.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATH } from '../child.mjs';

const AS_ROOT = process.getuid?.() === 0;

// Starts it on the internet at `address`, with `certificate`, the path of a certificate with its key.
export function startNginx(net, folder, { address, certificate, upstream }) {
  const home = join(folder, 'nginx');
  mkdirSync(home);
  const kinds = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'];
  const configuration = `
    daemon off; ${AS_ROOT ? 'user root;' : ''} worker_processes 1; pid ${home}/pid; error_log stderr;
    events {}
    http {
      access_log off; ${kinds.map((kind) => `${kind}_temp_path ${home}/${kind};`).join(' ')}
      large_client_header_buffers 4 4k; proxy_buffer_size 16k; proxy_busy_buffers_size 16k;
      server {
        listen ${address}:443 ssl; ssl_certificate ${certificate}; ssl_certificate_key ${certificate};
        location / { proxy_pass http://${upstream}; proxy_set_header Host well.example.com; }
      }
    }`;
  const path = join(home, 'configuration');
  writeFileSync(path, configuration);
  return net.start('nginx', ['-p', home, '-e', 'stderr', '-c', path], { env: { PATH } });
}
