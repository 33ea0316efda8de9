// Whether two records say the same, apart from what differs in every answer: the day, serial numbers, the time taken.

// A timer with a resolution of one second is off by as much.
const SLACK_MS = 1_200;
const DAYS = /\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d[ -]\w{3}[ -]\d{4} \d\d:\d\d:\d\d(?: GMT)?/g;
const NUMBERS = [/\bXID: \d+/g, /\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b/g];
const HEADERS = new Set(['x-varnish', 'age', 'etag', 'last-modified', 'x-envoy-upstream-service-time', 'x-retry-in']);

export function sameButForTheDay(one, other) {
  const near = Math.abs(one.elapsed_ms - other.elapsed_ms) < SLACK_MS;
  return near && JSON.stringify(lasting(one)) === JSON.stringify(lasting(other));
}

// The record without what changes each time. `versions` are masked too when two machines are compared.
export function lasting(record, versions = []) {
  const { date, elapsed_ms, headers, ...rest } = record;
  // A serial number with more digits makes the body longer.
  const isNumbered = NUMBERS.some((pattern) => rest.body?.match(pattern));
  const varies = (name) => HEADERS.has(name) || (isNumbered && name === 'content-length');
  const kept = headers.map(([name, value]) => [name, varies(name.toLowerCase()) ? '' : value]);
  let text = JSON.stringify({ ...rest, headers: kept }).replace(DAYS, '');
  for (const pattern of NUMBERS) text = text.replace(pattern, '');
  for (const version of versions) text = text.replaceAll(version, 'VERSION');
  return JSON.parse(text);
}

// Whether two pages are the same page requested under two addresses.
export function sameText(one, other) {
  return [one, other].map(withoutAddress).every((text, at, texts) => text === texts[0]);
}

function withoutAddress(text) {
  const plain = [DAYS, ...NUMBERS].reduce((rest, pattern) => rest.replace(pattern, ''), text ?? '');
  return plain.replace(/(?:127\.0\.0\.1|shop\.example\.test)(?::\d+)?/g, '').replace(/ Port \d+/g, '');
}
