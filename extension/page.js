// Runs in the failing page, after a click on the icon or for auto-retry, and hands back what the page knows of its own
// loading, and whether somebody has begun to use it since this first ran. The page's own account of being used cannot serve:
// browsers count it as used when a script comes from a popup in which somebody clicked.
(() => {
  const USED = Symbol.for("used"); // No element's id can be this.
  if (globalThis[USED] === undefined) {
    globalThis[USED] = false;
    for (const event of ["click", "input"]) addEventListener(event, () => (globalThis[USED] = true), true);
  }
  // As plain data: Firefox does not hand over the objects that a Server-Timing header becomes.
  const timing = JSON.parse(JSON.stringify(performance.getEntriesByType("navigation")[0] ?? null));
  const { documentElement: root, head, body, contentType } = document;
  const bare = !head?.childNodes.length && !body?.childNodes.length;
  const text = contentType === "text/html" ? root?.outerHTML : body?.innerText;
  const page = { url: location.href, startedAt: performance.timeOrigin };
  const used = Boolean(globalThis[USED] || scrollX || scrollY);
  return { ...timing, ...page, used, body: bare ? "" : (text ?? "").slice(0, 32768) };
})();
