// The trouble is at the site or at the edge in front of it, or there is none.

import { visit } from '../../visit.mjs';

const APP = { state: 'failed', side: 'site', fault: 'app', scope: 'public' };
const LEG = { state: 'failed', side: 'site', fault: 'origin-unreachable-from-cdn', scope: 'public' };

export const SITE = [
  {
    name: 'site down for all',
    url: 'https://down.example.com/cart',
    words: { outside: 'fails', status: 'trouble' },
    expect: APP,
    answers: { again: 'again-same', outside: 'outside-fails' },
  },
  {
    name: 'cookies break it',
    url: 'https://cookies.example.com/cart',
    lead: async (open) => {
      await open('https://cookies.example.com/sign-in');
      return open('https://cookies.example.com/cart');
    },
    expect: { state: 'failed', side: 'you', fault: 'local-browser', scope: 'local' },
    answers: { again: 'again-same' },
  },
  {
    name: 'a cached 502 outlives the outage',
    url: 'https://cached.example.com/cart',
    lead: async (open, world) => {
      await open('https://cached.example.com/cart');
      await world.set({ over: 1 });
      return open('https://cached.example.com/cart');
    },
    expect: { state: 'recovered' },
    answers: { again: 'again-good', several: 'several-good' },
    firefox: { skip: 'Firefox keeps no 502' },
  },
  {
    name: 'one route only',
    url: 'https://route.example.com/cart',
    words: { outside: 'fails' },
    expect: APP,
    answers: { again: 'again-same' },
  },
  {
    name: 'a flapping upstream',
    url: 'https://flapping.example.com/cart',
    words: { outside: 'mixed' },
    expect: APP,
    answers: { several: 'several-flaps' },
  },
  {
    name: 'the edge is alive, the origin is dead',
    url: 'https://mute-edge.example.com/cart',
    words: { outside: 'fails' },
    expect: LEG,
    answers: {},
  },
  {
    name: 'the edge explains a 522',
    url: 'https://edge.example.com/cart',
    words: { outside: 'fails' },
    expect: LEG,
    answers: { 'edge-explains': 'edge-explains-unreachable' },
  },
  {
    name: 'a challenge page',
    url: 'https://challenge.example.com/cart',
    words: { outside: 'challenged' },
    expect: { state: 'failed', side: 'site', fault: 'site-config', scope: 'public' },
    answers: {},
  },
  {
    name: 'healthy after all: it works when it is asked again',
    url: 'https://once.example.com/cart',
    after: (world) => world.set({ over: 1 }),
    expect: { state: 'recovered' },
    answers: { again: 'again-good', several: 'several-good' },
  },
  {
    name: 'healthy after all: nothing failed',
    url: 'https://well.example.com/cart',
    expect: { state: 'healthy' },
    answers: {},
    stores: false,
  },
];
