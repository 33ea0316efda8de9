// The visitor's device, its network, certificates, and what is seen from elsewhere.

import { blockingExtension } from '../../extension.mjs';
import { AT } from '../names.mjs';
import { HOTEL } from '../world.mjs';

const DAYS = 40;
const NETWORK = { state: 'failed', side: 'network', fault: 'local-network', scope: 'network' };
const CERTIFICATE = { state: 'failed', side: 'site', fault: 'site-config', scope: 'public' };

export const NETWORK_CASES = [
  {
    name: 'offline',
    url: 'https://well.example.com/cart',
    before: (world) => world.cable.unplug(),
    finally: (world) => world.cable.plug(),
    expect: { state: 'failed' },
    answers: { control: 'control-none' },
    // Firefox does not say that it is offline.
    firefox: { expect: NETWORK, answers: { control: 'control-none', names: 'names-nobody' } },
  },
  {
    name: 'a captive portal',
    url: 'https://well.captive.example.com/cart',
    words: { control: 'captive' },
    before: async (world) => {
      await world.resolver.use(HOTEL);
      world.cable.move();
    },
    finally: async (world) => {
      await world.resolver.use(world.HOME);
      world.cable.move();
    },
    expect: NETWORK,
    answers: { control: 'control-captive' },
  },
  {
    name: 'something answers with errors for everybody',
    url: 'https://wrong-name.example.com/cart',
    words: { outside: 'limited', control: 'odd' },
    expect: NETWORK,
    answers: { control: 'control-none' },
  },
  {
    name: 'the certificate has expired',
    url: 'https://expired.example.com/cart',
    words: { outside: 'untrusted' },
    expect: CERTIFICATE,
    answers: {},
  },
  {
    name: 'the certificate is for another name',
    url: 'https://wrong-name.example.com/cart',
    words: { outside: 'untrusted' },
    expect: CERTIFICATE,
    answers: {},
  },
  {
    name: 'the clock is wrong',
    url: 'https://well.example.com/cart',
    before: (world) => world.setClock(DAYS),
    finally: (world) => world.setClock(0),
    expect: { state: 'failed', side: 'you', fault: 'local-browser', scope: 'local' },
    answers: { control: 'control-clock' },
  },
  {
    name: 'another extension blocks it',
    url: 'https://well.blocked.example.com/cart',
    before: (_, { chromium, firefox }) =>
      (chromium ?? firefox).browser.installExtension(blockingExtension('well.blocked.example.com')),
    expect: { state: 'failed', side: 'you', fault: 'local-browser', scope: 'local' },
    answers: {},
    firefox: { skip: 'Firefox opens no page for what another extension blocks' },
  },
  {
    name: 'it works elsewhere',
    url: 'https://reset.example.com/cart',
    expect: NETWORK,
    answers: { outside: 'outside-works' },
  },
  {
    name: 'it fails elsewhere',
    url: 'https://reset-for-all.example.com/cart',
    words: { outside: 'unreachable' },
    expect: { state: 'failed', side: 'site', fault: 'origin', scope: 'public' },
    answers: { outside: 'outside-fails' },
  },
  {
    name: 'nothing listens, for nobody',
    url: 'https://refused.example.com/cart',
    words: { outside: 'unreachable' },
    expect: { state: 'failed', side: 'site', fault: 'origin', scope: 'public' },
    answers: { outside: 'outside-fails' },
  },
];

// With a browser that must use a proxy that is not there.
export const PROXY = { args: [`--proxy-server=http://${AT.nobody}:3128`] };
export const PROXY_CASES = [
  {
    name: 'the proxy is broken',
    url: 'https://well.example.com/cart',
    expect: { state: 'failed', side: 'network', fault: 'local-network', scope: 'network' },
    answers: { control: 'control-none' },
  },
];
