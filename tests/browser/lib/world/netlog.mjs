// What Chromium itself logs of its network (--log-net-log): everything requested by the browser, by pages and by
// extensions.

import { readFileSync } from 'node:fs';

const [BEGIN, NONE] = [1, 0];

// The address and the initiator of every request, available once the browser is closed.
export function requestsIn(path) {
  const { constants, events } = JSON.parse(readFileSync(path, 'utf8'));
  const type = constants.logEventTypes.URL_REQUEST_START_JOB;
  const begun = events.filter((event) => event.type === type && [BEGIN, NONE].includes(event.phase) && event.params?.url);
  return begun.map(({ params }) => ({ url: new URL(params.url), initiator: params.initiator }));
}
