// uWSGI as a standalone HTTP server, with an app that uses no framework.

import { APPS } from '../programs.mjs';

const ARGUMENTS = ['--plugin', 'python3', '--master', '--die-on-term', '--harakiri', '1', '--module', 'wsgi'];

function start(port, more) {
  const command = ['uwsgi-core', `--http-socket=127.0.0.1:${port}`, ...ARGUMENTS, '--pythonpath', APPS, ...more];
  return { command, env: { PYTHONDONTWRITEBYTECODE: '1' }, stop: 'SIGKILL' };
}

export default {
  id: 'uwsgi',
  kind: 'server',
  name: 'uWSGI',
  version: { ask: ['uwsgi-core', '--version'], find: /^(\d\S+)/ },
  modes: ['raises', 'dies', 'hangs', 'half', 'header-too-large', 'missing'],
  start: ({ port, mode }) => start(port, mode === 'missing' ? ['--module', 'nothing_there'] : []),
};
