// What the popup says, read from what it draws.

const PATIENCE_MS = 30_000;

// Resolves, once the popup's verdict is final, to
// { state, side, scope, fault, checks, answer, story, where, written, evidence, facts, hops, report, access, text }. `facts` holds the
// details of the request by label, `hops` the states of the picture by station, `checks` the outcome of each check that
// was run, `access` says whether the popup offers to see more, and what is not drawn is undefined.
export async function finalVerdict(popup) {
  await popup.waitForSelector('#app[aria-busy=false]', { timeout: PATIENCE_MS });
  return verdictFrom(await popup.evaluate(readDrawn));
}

// The same, from what `readDrawn` has read.
export function verdictFrom(drawn) {
  return { ...drawn, written: drawn.report?.match(/^- Written by: (.*)$/m)?.[1] };
}

// Runs in the popup, or where `document` is the popup's. Opens the report, so that it gets written, and closes it.
export async function readDrawn() {
  const app = document.getElementById('app');
  const preview = app.querySelector('details.report');
  const isClosed = preview && !preview.open;
  if (isClosed) {
    preview.open = true;
    await new Promise((resolve) => {
      const look = () => app.querySelector('#report-text') && (observer.disconnect(), resolve());
      const observer = new MutationObserver(look);
      observer.observe(app, { subtree: true, childList: true });
      look();
    });
  }
  const report = app.querySelector('#report-text')?.value;
  if (isClosed) preview.open = false;
  const text = (selector) => app.querySelector(selector)?.textContent;
  const labels = [...app.querySelectorAll('.facts dt')];
  const hops = [...app.querySelectorAll('.hop')];
  const checks = [...app.querySelectorAll('ul.checks > li')].filter(({ dataset }) => dataset.state !== 'waiting');
  return {
    state: app.dataset.state,
    side: app.dataset.side,
    scope: app.dataset.scope,
    fault: app.dataset.fault,
    checks: Object.fromEntries(checks.map(({ dataset }) => [dataset.check, dataset.answer ?? dataset.state])),
    answer: text('.verdict__answer'),
    story: text('.verdict__story'),
    where: text('.verdict__where'),
    evidence: [...app.querySelectorAll('.evidence__text')].map((reason) => reason.textContent),
    facts: Object.fromEntries(labels.map((label) => [label.textContent, label.nextElementSibling.textContent])),
    hops: Object.fromEntries(hops.map((hop) => [hop.dataset.hop, hop.dataset.state])),
    report,
    access: app.querySelector('.access button') !== null,
    text: document.body.innerText,
  };
}
