// Runs in the failing page, after a click on the icon or for auto-retry. Hands back what the page knows about its own
// loading, and whether somebody has used it since this first ran: it takes a click in our popup for one of its own.
(() => {
  const USED = Symbol.for("used"); // No element's id can be this.
  const use = () => (globalThis[USED] = true);
  if (globalThis[USED] === undefined) for (const event of ["click", "input"]) addEventListener(event, use, true);
  const used = Boolean((globalThis[USED] ??= false) || scrollX || scrollY);
  // As plain data: Firefox does not hand over the objects that a Server-Timing header becomes.
  const timing = JSON.parse(JSON.stringify(performance.getEntriesByType("navigation")[0] ?? null));
  const { documentElement: root, head, body, contentType } = document;
  // Firefox has no body for XML, and no browser has one for an SVG.
  const bare = !head?.childNodes.length && !(body ?? (head ? null : root))?.childNodes.length;
  const isHtml = /html/.test(contentType);
  // A picture, a film or a PDF in a tab of its own has no text that scripts see, yet is not empty. Empty plain text is.
  const media = isHtml ? undefined : body?.querySelector("img, video")?.localName;
  const text = isHtml || (contentType !== "text/plain" && !body?.innerText) ? root?.outerHTML : body?.innerText;
  const page = { url: location.href, startedAt: performance.timeOrigin, media };
  return { ...timing, ...page, used, body: bare ? "" : (text ?? "").slice(0, 32768) };
})();
