// A site that fails as nginx fails, and answers when the test lets it: a visit is answered at once, a check when it is
// released.

import { once, EventEmitter } from 'node:events';
import { app } from './upstreams.mjs';
import { resolveWithin } from './wait.mjs';

const PAGE = '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n';
const PATIENCE_MS = 15_000;

function fail(response) {
  response.writeHead(502, { server: 'nginx', 'content-type': 'text/html' });
  response.end(PAGE);
}

// Starts it. Resolves to
// - `url`,
// - `asked`: what the checks have asked for so far, each as "GET /path", followed by "without cookies" if it applies,
// - `next()`: resolves once one more of those has arrived than were waited for before,
// - `letGo()`: answers those held back, and every one at once from now on,
// - `close()`.
export async function heldSite({ answer = fail, held: isHeld = true } = {}) {
  const news = new EventEmitter();
  const [asked, held] = [[], new Set()];
  let [holds, waitedFor] = [isHeld, 0];
  const server = await app((request, response) => {
    if (['document', 'image'].includes(request.headers['sec-fetch-dest'])) return visit(request, response);
    asked.push(`${request.method} ${request.url}${request.headers.cookie ? '' : ' without cookies'}`);
    news.emit('asked');
    if (!holds) return answer(response, request);
    held.add(response);
    response.once('close', () => held.delete(response));
  });
  const next = async () => {
    waitedFor += 1;
    const wanted = waitedFor;
    while (asked.length < wanted) await resolveWithin(PATIENCE_MS, once(news, 'asked'), `request number ${wanted}`);
  };
  const letGo = () => {
    holds = false;
    held.forEach((response) => answer(response));
  };
  return { url: `http://127.0.0.1:${server.port}/page`, asked, next, letGo, close: server.close };
}

function visit(request, response) {
  if (request.headers['sec-fetch-dest'] === 'image') return response.writeHead(404).end();
  response.setHeader('set-cookie', 'known=yes; Path=/');
  return fail(response);
}
