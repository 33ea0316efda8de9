// Reads the bytes of an HTTP/1 answer as Chromium does, and keeps everything as written.

const HEAD_END = /\r?\n\r?\n/;
const NOTHING = { status: null, http_version: null, headers: [], body: null };

// `ending` is how the connection ended: 'open' (not yet), 'closed', or Chromium's name for an error. `whole` is true
// once the answer is complete. Unlike in a record, `body` is a Buffer here.
export function readAnswer(bytes, ending) {
  const broken = ending !== 'open' && ending !== 'closed' ? ending : null;
  const empty = ending === 'closed' ? 'net::ERR_EMPTY_RESPONSE' : null;
  if (bytes.length === 0) return { ...NOTHING, net_error: broken ?? empty };
  const text = bytes.toString('latin1');
  // Chromium looks for the version in the first bytes; on a port other than the scheme's own it accepts nothing else.
  if (text.length >= 8 && !/^[^]{0,4}HTTP\//.test(text)) {
    return { ...NOTHING, net_error: 'net::ERR_INVALID_HTTP_RESPONSE', whole: true };
  }
  const end = text.match(HEAD_END);
  if (!end) return unfinished(text, broken);
  return readBody(bytes.subarray(end.index + end[0].length), head(text.slice(0, end.index)), ending, broken);
}

// A head cut off by an orderly close counts as an answer in Chromium: an empty page.
function unfinished(text, broken) {
  if (broken) return { ...NOTHING, net_error: broken };
  return { ...head(text), body: Buffer.alloc(0), net_error: null, headless: true };
}

function head(text) {
  const [first, ...lines] = text.split(/\r?\n/);
  const [, version, status] = first.match(/(HTTP\/\d(?:\.\d)?) +(\d{3})/) ?? [];
  const headers = lines.filter((line) => line.includes(':')).map((line) => {
    const at = line.indexOf(':');
    return [line.slice(0, at), line.slice(at + 1).trim()];
  });
  return { status: status ? Number(status) : null, http_version: version ?? null, headers };
}

function readBody(rest, answer, ending, broken) {
  const value = (name) => answer.headers.find(([key]) => key.toLowerCase() === name)?.[1];
  if (/chunked/i.test(value('transfer-encoding') ?? '')) return { ...answer, ...chunked(rest, broken) };
  const length = value('content-length') === undefined ? undefined : Number(value('content-length'));
  const bodiless = [204, 304].includes(answer.status);
  if (length === undefined) return { ...answer, body: rest, net_error: bodiless ? null : broken, whole: bodiless };
  const whole = rest.length >= length;
  const missing = broken ?? (ending === 'closed' ? 'net::ERR_CONTENT_LENGTH_MISMATCH' : null);
  return { ...answer, body: rest.subarray(0, length), net_error: whole ? null : missing, whole };
}

function chunked(rest, broken) {
  const pieces = [];
  let at = 0;
  for (;;) {
    const line = rest.indexOf('\r\n', at);
    if (line < 0) break;
    const size = Number.parseInt(rest.toString('latin1', at, line), 16);
    if (Number.isNaN(size)) {
      return { body: Buffer.concat(pieces), net_error: 'net::ERR_INVALID_CHUNKED_ENCODING', whole: true };
    }
    if (size === 0) return { body: Buffer.concat(pieces), net_error: null, whole: rest.indexOf('\r\n', line) >= 0 };
    pieces.push(rest.subarray(line + 2, line + 2 + size));
    at = line + 2 + size + 2;
  }
  return { body: Buffer.concat(pieces), net_error: broken ?? 'net::ERR_INCOMPLETE_CHUNKED_ENCODING', whole: false };
}
