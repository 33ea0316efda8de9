// Thin with an app that uses no framework, in production mode.

import { APPS } from '../programs.mjs';

export default {
  id: 'thin',
  kind: 'server',
  version: { ask: ['thin', '--version'], find: /thin (\d\S+)/ },
  modes: ['raises', 'dies', 'header-too-large'],
  change: { 'header-too-large': { cookie: 120_000 } },
  start: ({ port }) => ({
    command: [
      ...['thin', '--environment', 'production', '-a', '127.0.0.1', '-p'],
      ...[`${port}`, '-R', `${APPS}/config.ru`, 'start'],
    ],
    stop: 'SIGKILL',
  }),
};
