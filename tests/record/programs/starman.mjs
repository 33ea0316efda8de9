// Starman with an app that uses no framework.

import { APPS } from '../programs.mjs';

export default {
  id: 'starman',
  kind: 'server',
  version: { ask: ['perl', '-MStarman', '-e', 'print "Starman $Starman::VERSION"'], find: /Starman (\S+)/ },
  modes: ['raises', 'dies'],
  start: ({ port }) => ({
    command: ['starman', '--env', 'production', '--workers', '1', '--listen', `127.0.0.1:${port}`, `${APPS}/app.psgi`],
    stop: 'SIGKILL',
  }),
};
