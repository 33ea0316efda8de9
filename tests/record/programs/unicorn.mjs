// Unicorn with an app that uses no framework. A worker gets three seconds, the least that can be set.

import { APPS } from '../programs.mjs';

export default {
  id: 'unicorn',
  kind: 'server',
  version: { ask: ['unicorn', '--version'], find: /v(\S+)/ },
  modes: ['raises', 'dies', 'hangs', 'header-too-large'],
  change: { 'header-too-large': { cookie: 120_000 } },
  start: ({ port, folder }) => ({
    command: [
      ...['unicorn', '--env', 'production', '-c', `${folder}/unicorn.rb`],
      ...['-l', `127.0.0.1:${port}`, `${APPS}/config.ru`],
    ],
    files: { 'unicorn.rb': 'timeout 3\n' },
    stop: 'SIGKILL',
  }),
};
