// What app servers have in common.

import { packageVersion, APPS, python } from './programs.mjs';

export const ABORTS = ['aborts-500', 'aborts-502', 'aborts-503', 'aborts-504'];

// A server from a Python package; `command` gives its arguments for a port.
export function pythonServer({ id, package: name = id, modes, command }) {
  return {
    id,
    kind: 'server',
    version: packageVersion(name),
    modes,
    start: ({ port }) => {
      const [program, ...args] = command(port);
      const env = { PYTHONPATH: APPS, PYTHONDONTWRITEBYTECODE: '1' };
      return { command: [python(program), ...args], env, stop: 'SIGKILL' };
    },
  };
}
