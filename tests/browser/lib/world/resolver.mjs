// Real resolvers (Knot Resolver): the visitor's own, asked in the clear, and others, asked over HTTPS. Each resolves
// names from the root of this world, checks signatures, and bends what its rules say.

import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATH } from '../child.mjs';

// Rules for names and everything below them, as lines of kresd's configuration.
export const RULES = {
  // An address other than the one in the zone.
  gives: (address) => `policy.ANSWER({ [kres.type.A] = { rdata = kres.str2ip('${address}'), ttl = 60 } }, true)`,
  // It fails at once.
  fails: () => 'policy.DROP',
  // It says why there is no such name: `BLOCKED` (15), `CENSORED` (16), `FILTERED` (17).
  hides: (why) => `policy.DENY_MSG('by order', kres.extended_error.${why})`,
  // It asks this server, which has another version of the zone.
  asks: (address) => `policy.STUB('${address}')`,
};

// Starts a resolver on the internet at `address`: over HTTPS if `certificate` is the path of one with its key, in the
// clear otherwise. `rules` maps names to lines of RULES; the name '.' stands for all. Resolves to the process, whose
// output names what was asked, one "asked NAME" per line.
export function startResolver(net, folder, { name, address, certificate, rules = {}, root, anchor }) {
  const home = join(folder, name);
  rmSync(home, { recursive: true, force: true });
  mkdirSync(home);
  const listens = certificate
    ? `net.listen('${address}', 443, { kind = 'doh2' })\nnet.tls('${certificate}', '${certificate}')`
    : `net.listen('${address}', 53, { kind = 'dns' })`;
  const lines = Object.entries(rules).map(([host, rule]) => `policy.add(${matching(host)(rule)})`);
  const path = join(home, 'configuration');
  writeFileSync(path, configuration(listens, lines, root, anchor));
  return net.start('kresd', ['-n', '-c', path, home], { env: { PATH } });
}

function matching(host) {
  return host === '.' ? (rule) => `policy.all(${rule})` : (rule) => `policy.suffix(${rule}, policy.todnames({'${host}'}))`;
}

// Reserved names are refused by default, and this world has none.
function configuration(listens, rules, root, anchor) {
  return `
modules = { 'policy', 'hints > iterate' }
${listens}
net.ipv6 = false
cache.size = 10 * MB
trust_anchors.remove('.')
trust_anchors.add('${anchor}')
hints.root({ ['ns.'] = '${root}' })
policy.add(function (_, query) io.stderr:write('asked ', kres.dname2str(query.sname), '\\n') return nil end)
${rules.join('\n')}
`;
}
