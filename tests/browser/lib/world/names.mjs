// Where everybody in this world is: sites, services, resolvers, and their roles.

// Addresses as far apart as those of different owners.
export const AT = {
  zones: '45.10.0.53',
  // A server that has not heard of the latest change.
  oldZones: '45.10.0.54',
  sites: '45.20.0.10',
  // A real nginx with small buffers in front of a healthy site.
  nginx: '45.20.0.11',
  expired: '45.20.0.12',
  wrongName: '45.20.0.13',
  // A firewall on the way resets every connection.
  firewall: '45.20.0.14',
  // Nothing listens there.
  nobody: '45.20.0.15',
  services: '45.40.0.10',
  portal: '45.60.0.10',
  // Where a lying resolver leads: somebody else's server.
  liar: '45.80.0.10',
  // Where a site was before it moved.
  old: '45.90.0.10',
  cloudflare: '1.1.1.1',
  google: '8.8.8.8',
  quad9: '9.9.9.9',
};

// The resolvers that the extension asks, by the names it uses for them.
export const RESOLVERS = { cloudflare: 'cloudflare-dns.com', google: 'dns.google', quad9: 'dns.quad9.net' };

const records = (address, names) => names.map((name) => `${name}. A ${address}`);
const under = (zone, names) => names.map((name) => `${name}.${zone}`);

const SITES = [
  'well', 'down', 'route', 'flapping', 'once', 'cached', 'edge', 'mute-edge', 'challenge',
  // Names that somebody on the visitor's side gets wrong.
  'well.lost', 'well.dead', 'down.lied', 'well.zeros', 'well.hidden', 'well.filtered', 'well.captive', 'well.blocked',
];

export const ZONES = {
  '.': [
    ...records(AT.google, [RESOLVERS.google]),
    ...records(AT.services, ['api.globalping.io', 'archive.org']),
  ],
  'com.': [
    ...records(AT.cloudflare, [RESOLVERS.cloudflare]),
    ...records(AT.services, [
      'www.gstatic.com', 'detectportal.firefox.com', 'captive.apple.com', 'www.cloudflarestatus.com',
      // Requested by Chromium itself, as detectportal.firefox.com is by Firefox.
      'connectivitycheck.gstatic.com',
    ]),
  ],
  // Only the root is signed, and its children say that they are not.
  'net.': records(AT.quad9, [RESOLVERS.quad9]),
  'example.com.': [
    ...records(AT.sites, under('example.com', SITES)),
    ...records(AT.nginx, ['cookies.example.com']),
    ...records(AT.expired, ['expired.example.com']),
    ...records(AT.wrongName, ['wrong-name.example.com']),
    ...records(AT.firewall, ['reset.example.com', 'reset-for-all.example.com']),
    ...records(AT.nobody, ['refused.example.com']),
    ...records(AT.services, ['status.example.com']),
    // The visitor's network has no IPv6, so nobody asks it for that.
    'six.example.com. AAAA 2a01:4f8::10',
  ],
  'example.net.': [...records(AT.sites, ['moved.example.net']), ...records(AT.portal, ['portal.example.net'])],
  'example.org.': records(AT.sites, ['well.example.org']),
};

// The version of the zones, and what was there before the last change.
export const SERIAL = 2026112002;
export const OLD_SERIAL = 2026112001;
export const OLD_ZONES = { 'example.net.': records(AT.old, ['moved.example.net']) };

// Its signatures are not valid.
export const BROKEN_ZONES = ['example.org.'];

// At which address and port the lab listens, and as what.
export const DOORS = [
  [AT.sites, 80, 'http'], [AT.sites, 443, 'trusted'],
  [AT.services, 80, 'http'], [AT.services, 443, 'trusted'],
  [AT.expired, 80, 'http'], [AT.expired, 443, 'expired'],
  [AT.wrongName, 80, 'http'], [AT.wrongName, 443, 'wrong-name'],
  [AT.firewall, 443, 'tls-reset'], [AT.firewall, 80, 'reset'],
  [AT.portal, 80, 'http'], [AT.portal, 443, 'wrong-name'],
  [AT.liar, 443, 'wrong-name'], [AT.liar, 80, 'http'],
];

// Everybody other than the sites themselves whom the extension may ask.
export const DECLARED = [
  ...Object.values(RESOLVERS), AT.cloudflare, AT.google, AT.quad9,
  'www.gstatic.com', 'detectportal.firefox.com', 'captive.apple.com',
  'api.globalping.io', 'www.cloudflarestatus.com', 'archive.org',
];
