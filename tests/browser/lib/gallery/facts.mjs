// What can be said about a drawing without looking at its pixels. Everything here runs in the page.

// Which parts are there, and what the picture of the hops says. Both are the same in every language.
export function finalState() {
  const main = document.querySelector('main');
  const { state, side, scope, fault } = main.dataset;
  const parts = [...main.querySelectorAll(':scope > *, :scope > div > *')].map((part) => part.id || part.className || part.localName);
  const hops = [...main.querySelectorAll('.hop')].map((hop) => `${hop.dataset.hop}: ${hop.dataset.state}`);
  const checks = [...main.querySelectorAll('ul.checks > li')].map(({ dataset }) => `${dataset.check}: ${dataset.answer ?? dataset.state}`);
  return { state, side, scope, fault, parts, hops, checks };
}

// What does not fit, one line each. Text may scroll where the style says so, and a product's name may end in dots.
export function ill() {
  const { scrollWidth, clientWidth } = document.scrollingElement;
  const found = scrollWidth > clientWidth ? [`the page is ${scrollWidth - clientWidth} pixels too wide`] : [];
  const mayHide = '.visually-hidden, .hop__state, .hop__product';
  for (const part of document.querySelectorAll('main *')) {
    const { overflowX, overflowY, display } = getComputedStyle(part);
    const hides = [overflowX, overflowY].some((word) => ['hidden', 'clip'].includes(word));
    if (display === 'none' || part.matches('input, select') || part.closest(mayHide) || part.closest('svg')) continue;
    const { left, right, width } = part.getBoundingClientRect();
    if (width > 0 && (left < -1 || right > clientWidth + 1)) found.push(`${part.localName}.${part.className} stands out`);
    if (hides && (part.scrollWidth > part.clientWidth + 1 || part.scrollHeight > part.clientHeight + 1)) {
      found.push(`${part.localName}.${part.className} is cut off`);
    }
  }
  return found;
}
