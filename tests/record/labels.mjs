// The truth about a recorded answer: the one place that says who makes a program's errors, and where the cause of each
// failure lies.

import { MARK } from './upstream.mjs';

const LAYERS = {
  'reverse-proxy': [
    ...['nginx', 'nginx-mainline:nginx', 'apache', 'varnish', 'squid', 'caddy', 'caddy-current:caddy', 'traefik'],
    ...['lighttpd', 'h2o', 'nghttpx', 'trafficserver', 'tinyproxy'],
  ],
  'load-balancer': ['haproxy', 'envoy'],
  'client-proxy': [
    ...['apache-forward:apache', 'squid-forward:squid', 'tinyproxy-forward:tinyproxy', 'privoxy'],
    ...['mitmproxy-forward:mitmproxy', 'proxy.py'],
  ],
  'app-runtime': [
    ...['gunicorn', 'uvicorn', 'hypercorn', 'daphne', 'granian', 'waitress', 'werkzeug', 'django', 'aiohttp', 'tornado'],
    ...['cherrypy', 'sanic', 'tomcat', 'php', 'uwsgi', 'puma', 'unicorn', 'thin', 'starman', 'fastapi:'],
  ],
};

// program -> { vendor, generator_layer }; "program:vendor" where the two have different names, and no
// vendor where nothing in a page tells the program from the app that uses it.
export const MAKERS = Object.fromEntries(
  Object.entries(LAYERS).flatMap(([generator_layer, entries]) =>
    entries.map((entry) => {
      const [program, vendor = program] = entry.split(':');
      return [program, { vendor: vendor || null, generator_layer }];
    }),
  ),
);

// Where the cause lies: [behind a gateway or in a server, behind the browser's own proxy]. To a gateway's owner, the
// app is one thing and the machine it runs on another; behind a browser's proxy there is only the site.
const SITE_DOWN = ['app', 'origin'];
const SITE_AWAY = ['origin', 'origin'];
const SETTING = ['site-config', 'site-config'];
const NAME = ['site-config', 'dns-zone'];
const BROWSER = ['local-browser', 'local-browser'];
const NETWORK = [null, 'local-network'];
const APP = ['app', 'app'];

export const FAULTS = {
  refused: SITE_DOWN,
  stopped: SITE_DOWN,
  'connect-timeout': SITE_AWAY,
  unreachable: SITE_AWAY,
  'accept-close': SITE_DOWN,
  'read-close': SITE_DOWN,
  'read-reset': SITE_DOWN,
  'close-mid-headers': SITE_DOWN,
  garbage: SITE_DOWN,
  'ssh-banner': SETTING,
  'big-header': SITE_DOWN,
  'no-answer': SITE_DOWN,
  'close-mid-body': SITE_DOWN,
  'chunked-cut': SITE_DOWN,
  'http-to-tls-port': SETTING,
  'tls-to-http-port': SETTING,
  'tls-self-signed': SETTING,
  'dns-nx': NAME,
  'dns-servfail': NAME,
  'dns-nodata': NAME,
  'dns-silent': ['site-config', 'dns-local'],
  'no-healthy': SITE_DOWN,
  'max-conn': SITE_AWAY,
  'rate-limit': SETTING,
  'header-too-large': BROWSER,
  'unknown-host': SETTING,
  maintenance: SETTING,
  'custom-page': SITE_DOWN,
  blocked: NETWORK,
  auth: NETWORK,
  'tunnel-refused': SITE_AWAY,
  'tunnel-dns-nx': NAME,
  'tunnel-blocked': NETWORK,
  missing: SETTING,
};

export function faultOf(mode, kind) {
  const [behind, forward] = FAULTS[mode.id] ?? APP;
  return kind === 'forward' ? forward : behind;
}

// `relay` is the outer of two programs, where it passed the inner one's answer on; both with versions, as in `named`.
export function labelOf({ program, mode, answer, named, relay }) {
  const own = isOwnPage(mode, answer);
  const maker = own ? { vendor: null, generator_layer: 'app-runtime' } : MAKERS[program.maker ?? program.id];
  const passed = own || relay ? '[passed-through] ' : '';
  return {
    ...maker,
    fault: faultOf(mode, program.kind),
    cdn_in_path: [],
    why: `${passed}own capture: ${story({ program, mode, answer, named, relay, own })}`,
    certainty: 'confirmed',
  };
}

// The app wrote the page, and whatever stands in front of it passed it on.
export function isOwnPage(mode, answer) {
  return mode.status !== undefined && (answer.body ?? '').includes(MARK);
}

function story({ program, mode, answer, named, relay, own }) {
  const what = whatHappens(program, mode);
  if (own) return `${named} handed on what its ${program.kind === 'forward' ? 'site' : 'app'} said; ${what}`;
  const hidden = answer.said ? ` (the proxy said ${answer.said} to CONNECT, which the browser hides)` : '';
  const begun = answer.status && answer.net_error ? '; the answer had begun, the break is all there is to see' : '';
  return `${named}: ${what}${hidden}${begun}${relay ? `; ${relay} in front of it handed its answer on` : ''}`;
}

// "its app refuses …" or, behind a browser's proxy, "the site refuses …".
export function whatHappens(program, mode) {
  return program.kind === 'forward' ? `the ${mode.what.replaceAll(/\bapp/g, 'site')}` : `its ${mode.what}`;
}
