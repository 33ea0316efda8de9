// Puma with an app that uses no framework, in production mode.

import { APPS } from '../programs.mjs';

export default {
  id: 'puma',
  kind: 'server',
  version: { ask: ['puma', '--version'], find: /version (\S+)/ },
  modes: ['raises', 'dies', 'header-too-large'],
  change: { 'header-too-large': { cookie: 120_000 } },
  start: ({ port }) => ({
    command: [
      ...['puma', '--environment', 'production', '--bind', `tcp://127.0.0.1:${port}`],
      ...['--threads', '1:1', `${APPS}/config.ru`],
    ],
    stop: 'SIGKILL',
  }),
};
