// The name leads nowhere or somewhere else: the fault of the zone, or of somebody who was asked about it.

// Chromium does not say which address failed to answer, so a lookup that leads astray looks there like anything else
// that is wrong on this network.
const NETWORK = { state: 'failed', side: 'network', scope: 'network' };
const RESOLVER = { state: 'failed', side: 'resolver', fault: 'dns-local', scope: 'network' };
const ZONE = { state: 'failed', side: 'site', fault: 'dns-zone', scope: 'public' };

export const NAMES = [
  {
    name: 'the resolver fails for this name',
    url: 'https://well.lost.example.com/cart',
    expect: RESOLVER,
    answers: { names: 'names-resolver' },
  },
  {
    name: 'the resolver is dead',
    url: 'https://well.dead.example.com/cart',
    // On another network, earlier lookups are forgotten.
    before: async (world) => {
      await world.resolver.stop();
      world.cable.move();
    },
    finally: async (world) => {
      await world.resolver.use(world.HOME);
      world.cable.move();
    },
    expect: RESOLVER,
    answers: {},
  },
  {
    name: 'the resolver lies',
    url: 'https://down.lied.example.com/cart',
    expect: NETWORK,
    answers: { outside: 'outside-works' },
    // Firefox does name the address, and says that there is no proxy in between.
    firefox: { expect: RESOLVER, answers: { names: 'names-resolver', outside: 'outside-works' } },
  },
  {
    name: 'the resolver blocks with 0.0.0.0',
    url: 'https://well.zeros.example.com/cart',
    expect: NETWORK,
    answers: { outside: 'outside-works' },
  },
  {
    name: 'the resolver blocks, and another says why (EDE 15)',
    url: 'https://well.hidden.example.com/cart',
    expect: RESOLVER,
    answers: { names: 'names-resolver' },
  },
  {
    name: 'a family filter blocks with 0.0.0.0, and another says why (EDE 17)',
    url: 'https://well.filtered.example.com/cart',
    expect: { state: 'failed', fault: 'dns-local', scope: 'network' },
    answers: { outside: 'outside-works' },
  },
  {
    name: 'the name has an IPv6 address alone',
    url: 'https://six.example.com/cart',
    expect: { ...NETWORK, fault: 'local-network' },
    answers: { names: 'names-fine', outside: 'outside-works' },
  },
  {
    name: 'the zone does not exist',
    url: 'https://gone-shop.com/cart',
    words: { outside: 'unreachable' },
    expect: ZONE,
    answers: { names: 'names-zone' },
  },
  {
    name: 'the zone has no such name',
    url: 'https://nowhere.example.com/cart',
    words: { outside: 'unreachable' },
    expect: ZONE,
    answers: { names: 'names-zone' },
  },
  {
    name: 'the signatures of the zone do not hold',
    url: 'https://well.example.org/cart',
    words: { outside: 'unreachable' },
    expect: ZONE,
    answers: { names: 'names-zone' },
  },
  {
    name: 'resolvers disagree',
    url: 'https://moved.example.net/cart',
    words: { outside: 'mixed' },
    expect: ZONE,
    answers: { names: 'names-disagree' },
  },
];
