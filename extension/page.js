// Runs in the failing page, after a click on the icon or for auto-retry. Returns what the page knows about its own
// loading, and whether somebody has used it since this first ran: a page takes a click in our popup for one of its own.
(() => {
  const USED = Symbol.for("used"); // No element can have this as its id.
  const use = () => (globalThis[USED] = true);
  if (globalThis[USED] === undefined) for (const event of ["click", "input"]) addEventListener(event, use, true);
  const used = Boolean((globalThis[USED] ??= false) || scrollX || scrollY);
  // As plain data: Firefox does not pass on the objects made from a Server-Timing header.
  const timing = JSON.parse(JSON.stringify(performance.getEntriesByType("navigation")[0] ?? null));
  const { documentElement: root, head, body, contentType, readyState } = document;
  // Firefox gives XML no body, and no browser gives an SVG one.
  const bare = !head?.childNodes.length && !(body ?? (head ? null : root))?.childNodes.length;
  const isHtml = /html/.test(contentType);
  // A picture, video or PDF in its own tab has no text that scripts can see, yet is not empty. Empty plain text is.
  const media = isHtml ? undefined : body?.querySelector("img, video")?.localName;
  const text = isHtml || (contentType !== "text/plain" && !body?.innerText) ? root?.outerHTML : body?.innerText;
  const page = { url: location.href, startedAt: performance.timeOrigin, media };
  return { ...timing, ...page, used, readyState, body: bare ? "" : (text ?? "").slice(0, 32768) };
})();
