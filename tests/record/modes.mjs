// The ways in which things fail, each with a name. The failure may lie in what is behind a gateway, in the way there,
// in the gateway's configuration, or in what the browser sends.
//
// what      one line for people, after "the gateway's …"
// target    where the gateway is sent: the keys of TARGETS in network.mjs; the app unless said
// upstream  how the app there behaves: the keys of BEHAVIOURS in upstream.mjs; it answers in order unless said
// host      the name the browser asks for, if not the site's
// cookie    how many bytes of cookie the browser brings
// refusal   a status from 400 to 499 is an answer that fits
// held      how many requests are already under way when the recorded one arrives
// stops     the app answers one request and is then gone
// tunnel    the browser asks its proxy for a connection (CONNECT), as for every https address
// status, kind   what the app answers of its own accord

const STATUSES = [500, 502, 503, 504];
const KINDS = { html: 'as an HTML page', json: 'in JSON', text: 'in plain text' };

export const MODES = index([
  { id: 'refused', what: 'app refuses the connection', target: 'dead' },
  { id: 'stopped', what: 'app was there for a request, and now refuses the connection', stops: true },
  { id: 'connect-timeout', what: 'app does not take connections up (connect time-out)', target: 'far' },
  { id: 'unreachable', what: 'way to the app is not there (no route)', target: 'unrouted' },
  { id: 'accept-close', what: 'app closes every connection at once', upstream: 'accept-close' },
  { id: 'read-close', what: 'app reads the request and closes', upstream: 'read-close' },
  { id: 'read-reset', what: 'app reads the request and resets the connection', upstream: 'read-reset' },
  { id: 'close-mid-headers', what: 'app closes amid the headers', upstream: 'close-mid-headers' },
  { id: 'garbage', what: 'app answers with no HTTP', upstream: 'garbage' },
  { id: 'ssh-banner', what: 'app is an SSH server', upstream: 'ssh-banner' },
  { id: 'big-header', what: 'app sends a header of 300 kB', upstream: 'big-header' },
  { id: 'no-answer', what: 'app never answers', upstream: 'no-answer' },
  { id: 'close-mid-body', what: 'app closes amid a body of announced length', upstream: 'close-mid-body', cut: true },
  { id: 'chunked-cut', what: 'app closes amid a chunked body', upstream: 'chunked-cut', cut: true },
  { id: 'http-to-tls-port', what: 'app speaks TLS, and is spoken to without', target: 'tls' },
  { id: 'tls-to-http-port', what: 'app speaks no TLS, and is spoken to with it', secure: true },
  { id: 'tls-self-signed', what: 'app has a self-signed certificate, which is checked', target: 'tls', secure: true },
  { id: 'dns-nx', what: 'app has a name that does not exist (NXDOMAIN)', target: 'nx', refusal: true },
  { id: 'dns-servfail', what: 'app has a name that cannot be resolved (SERVFAIL)', target: 'servfail', refusal: true },
  { id: 'dns-nodata', what: 'app has a name without an address (NODATA)', target: 'nodata', refusal: true },
  { id: 'dns-silent', what: 'resolver never answers', target: 'silent', refusal: true },
  { id: 'no-healthy', what: 'apps are all out of service', target: 'dead' },
  { id: 'max-conn', what: 'limit of connections is reached', upstream: 'no-answer', held: 1, refusal: true },
  { id: 'rate-limit', what: 'limit of requests is reached', held: 1, refusal: true },
  { id: 'header-too-large', what: 'limit for headers is exceeded by a cookie', cookie: 70_000, refusal: true },
  { id: 'unknown-host', what: 'configuration does not know the host asked for', host: 'elsewhere.example.test', refusal: true },
  { id: 'maintenance', what: 'configuration answers 503 to everything (maintenance)' },
  { id: 'custom-page', what: 'app refuses the connection, and the site has a page for that', target: 'dead' },
  { id: 'blocked', what: 'configuration blocks the site', refusal: true },
  { id: 'auth', what: 'configuration asks for a password', refusal: true },
  { id: 'tunnel-refused', what: 'app refuses the connection (CONNECT)', target: 'dead', tunnel: true },
  { id: 'tunnel-dns-nx', what: 'app has a name that does not exist (CONNECT)', target: 'nx', tunnel: true },
  { id: 'tunnel-blocked', what: 'configuration blocks the port (CONNECT)', port: 25, tunnel: true },
  ...STATUSES.flatMap((status) => Object.keys(KINDS).map((kind) => ownPage(status, kind))),
  { id: 'raises', what: 'app raises an exception', path: '/raise' },
  { id: 'aborts-500', what: 'app answers 500 with the page its framework has for that', path: '/abort/500' },
  { id: 'aborts-502', what: 'app answers 502 with the page its framework has for that', path: '/abort/502' },
  { id: 'aborts-503', what: 'app answers 503 with the page its framework has for that', path: '/abort/503' },
  { id: 'aborts-504', what: 'app answers 504 with the page its framework has for that', path: '/abort/504' },
  { id: 'dies', what: 'app process dies amid the request', path: '/die' },
  { id: 'hangs', what: 'app hangs until its time is up', path: '/hang' },
  { id: 'half', what: 'app dies amid its answer', path: '/half', cut: true },
  { id: 'missing', what: 'app program is missing', path: '/missing', refusal: true },
]);

function ownPage(status, kind) {
  const what = `app answers ${status} by itself, ${KINDS[kind]}`;
  return { id: `app-${status}-${kind}`, what, upstream: 'own-page', status, kind };
}

function index(modes) {
  return Object.fromEntries(modes.map((mode) => [mode.id, mode]));
}

// The modes that every gateway can be put in, and those that only some can.
export const OWN_PAGES = Object.keys(MODES).filter((id) => MODES[id].status);
export const REACHING = ['refused', 'connect-timeout', 'unreachable'];
export const BROKEN = [
  ...['accept-close', 'read-close', 'read-reset', 'close-mid-headers', 'garbage', 'ssh-banner', 'big-header'],
  ...['no-answer', 'close-mid-body', 'chunked-cut', 'http-to-tls-port'],
];
export const REVERSE = [...REACHING, ...BROKEN, 'header-too-large', ...OWN_PAGES];
export const SECURE = ['tls-to-http-port', 'tls-self-signed'];
export const NAMES = ['dns-nx', 'dns-servfail', 'dns-silent'];
export const FORWARD = [
  ...REACHING,
  ...BROKEN,
  ...NAMES,
  'dns-nodata',
  'header-too-large',
  'tunnel-refused',
  'tunnel-dns-nx',
  ...OWN_PAGES.filter((id) => id.endsWith('html')),
];
// Enough to show what HTTP/2 changes.
export const OVER_H2 = ['refused', 'read-close', 'no-answer', 'close-mid-body', 'app-502-html', 'app-503-json'];
