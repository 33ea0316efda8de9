// Failures below HTTP that a browser meets in the lab: where, what Chromium calls it, what the extension takes for the
// cause, and on whose side it puts it once the site was asked again. Those with a certificate need a browser that
// trusts the lab's authority.

export const NET_ERRORS = [
  { place: 'mode:refused', error: 'ERR_CONNECTION_REFUSED', cause: 'refused', side: 'you' },
  { place: 'mode:reset', error: 'ERR_CONNECTION_RESET', cause: 'reset', side: 'unknown' },
  { place: 'mode:empty', error: 'ERR_EMPTY_RESPONSE', cause: 'closed_early', side: 'site' },
  { place: 'mode:garbage', error: 'ERR_INVALID_HTTP_RESPONSE', cause: 'bad_answer', side: 'site' },
  { place: 'mode:big-header', error: 'ERR_RESPONSE_HEADERS_TOO_BIG', cause: 'answer_too_big', side: 'site' },
  {
    place: 'mode:dup-length',
    error: 'ERR_RESPONSE_HEADERS_MULTIPLE_CONTENT_LENGTH',
    cause: 'bad_answer',
    side: 'site',
  },
  { place: '/redirect-loop', error: 'ERR_TOO_MANY_REDIRECTS', cause: 'loop', side: 'site' },
  { place: 'mode:plain-on-tls', error: 'ERR_SSL_PROTOCOL_ERROR', cause: 'tls_handshake', side: 'site' },
  { place: 'mode:tls-alert', error: 'ERR_SSL_VERSION_OR_CIPHER_MISMATCH', cause: 'tls_handshake', side: 'site' },
  { place: 'mode:self-signed', error: 'ERR_CERT_AUTHORITY_INVALID', cause: 'untrusted_certificate', side: 'unknown' },
  { place: 'mode:expired', error: 'ERR_CERT_DATE_INVALID', cause: 'expired_certificate', side: 'site' },
  {
    place: 'mode:wrong-name',
    error: 'ERR_CERT_COMMON_NAME_INVALID',
    cause: 'wrong_name_certificate',
    side: 'site',
  },
  { place: 'mode:h2-error', error: 'ERR_HTTP2_PROTOCOL_ERROR', cause: 'bad_answer', side: 'unknown' },
  { place: 'http://nowhere.example/', error: 'ERR_NAME_NOT_RESOLVED', cause: 'lookup_failed', side: 'unknown' },
  { place: 'http://127.0.0.1:22/', error: 'ERR_UNSAFE_PORT', cause: 'bad_request', side: 'you' },
];

// What no server does. `abort` is the word by which puppeteer makes a request of the page fail. The extension's own
// request then fails differently, which is known only with access to every site; `seen` is the side if that matters.
export const ABORTED = [
  { abort: 'timedout', error: 'ERR_TIMED_OUT', cause: 'no_answer', side: 'site' },
  { abort: 'addressunreachable', error: 'ERR_ADDRESS_UNREACHABLE', cause: 'unreachable', side: 'unknown', seen: 'network' },
  { abort: 'accessdenied', error: 'ERR_ACCESS_DENIED', cause: 'browser_blocked', side: 'you' },
  { abort: 'internetdisconnected', error: 'ERR_INTERNET_DISCONNECTED', cause: 'offline', side: 'you' },
  { abort: 'connectionaborted', error: 'ERR_CONNECTION_ABORTED', cause: 'reset', side: 'unknown', seen: 'network' },
];

// From now on, every request of the page fails with that error, whoever navigates it.
export async function abortAll(page, abort) {
  await page.setRequestInterception(true);
  page.on('request', (request) => request.abort(abort));
}
