// Runs in the failing page after a click on the icon and hands back what the page knows of its own loading.
(() => {
  // As plain data: Firefox does not hand over the objects that a Server-Timing header becomes.
  const timing = JSON.parse(JSON.stringify(performance.getEntriesByType("navigation")[0] ?? null));
  const { documentElement: root, head, body, contentType } = document;
  const bare = !head?.childNodes.length && !body?.childNodes.length;
  const text = contentType === "text/html" ? root?.outerHTML : body?.innerText;
  const page = { url: location.href, startedAt: performance.timeOrigin };
  return { ...timing, ...page, body: bare ? "" : (text ?? "").slice(0, 32768) };
})();
