// Two programs, one behind the other: the inner one fails, and the outer one passes its answer on or writes its own.

import { MODES } from './modes.mjs';

const OUTER = ['nginx', 'haproxy', 'apache', 'caddy-current', 'envoy', 'traefik', 'varnish', 'squid'];
const INNER = ['nginx', 'haproxy', 'apache', 'caddy-current', 'envoy', 'traefik', 'varnish', 'squid'];
// Failures that are answered at once: with a time-out in both programs, chance would decide which of the two speaks.
const GATEWAY_MODES = ['refused', 'read-close'];
const SERVER_MODES = ['raises', 'aborts-503', 'dies'];
// The servers are recorded behind one gateway only, as a gateway treats the answers of all servers alike.
const BEFORE_SERVERS = 'nginx';

// One book for each outer program, in the shape that record.mjs uses for a program by itself.
export function chainBooks(programs) {
  const byId = new Map(programs.map((program) => [program.id, program]));
  const servers = programs.filter(({ kind, id }) => kind === 'server' && id !== 'php').map(({ id }) => id);
  return OUTER.map((id) => {
    const inner = [...INNER.filter((other) => other !== id), ...(id === BEFORE_SERVERS ? servers : [])];
    const turns = inner.flatMap((name) => turnsOf(byId.get(id), byId.get(name)));
    return { id: `behind-${id}`, programs: [byId.get(id)], turns };
  });
}

function turnsOf(outer, program) {
  const chosen = program.kind === 'server' ? SERVER_MODES.filter((name) => program.modes.includes(name)) : GATEWAY_MODES;
  return chosen.map((name) => ({
    id: `behind-${outer.id}-${program.id}-${name}`,
    name,
    outer,
    program,
    mode: { ...MODES[name], ...program.change?.[name] },
    http2: false,
  }));
}
