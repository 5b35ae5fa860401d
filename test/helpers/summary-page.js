/** Runs in the page that browser.ts creates: draws the diagrams, and records what is visible. */
/* global mermaid */

const article = document.querySelector('article');
const textOf = (element) => element.textContent.trim();
const all = (selector, within = article) => [...within.querySelectorAll(selector)];

/** The elements of our drawn diagrams. */
const DRAWN = new Set(['svg', 'g', 'rect', 'text', 'tspan', 'line', 'path', 'style']);

async function draw(code, index) {
  const frame = document.createElement('div');
  code.parentElement.replaceWith(frame);
  let error = '';
  try {
    frame.innerHTML = (await mermaid.render(`diagram-${index}`, code.textContent)).svg;
  } catch (failure) {
    error = String(failure);
  }
  const left = Math.min(...all('rect.task', frame).map((bar) => bar.getBoundingClientRect().left));
  const titles = all('text.sectionTitle', frame);
  return {
    error,
    kind: frame.querySelector('svg')?.getAttribute('aria-roledescription') ?? '',
    bars: all('rect.task', frame).length,
    failed: all('rect.task[class*=crit]', frame).length,
    titles: titles.map(textOf),
    texts: all('text.taskText, text.taskTextOutsideLeft, text.taskTextOutsideRight', frame).map(textOf),
    overlaps: titles.filter((title) => title.getBoundingClientRect().right > left).map(textOf),
    strange: all('*', frame)
      .map(({ localName }) => localName)
      .filter((name) => !DRAWN.has(name)),
  };
}

async function look() {
  const seen = {
    headings: all('h1, h2, h3, h4').map(textOf),
    text: all('p, li, summary').map(textOf).join('\n'),
    links: all('a').map((link) => link.getAttribute('href')),
    // A table may be; what is read from left to right must not.
    tooWide: all('p, li, pre, pre > code')
      .filter((element) => element.scrollWidth > element.clientWidth + 1)
      .map(textOf),
    code: all('pre > code:not(.language-mermaid)').map(textOf),
    tables: all('table').map((table) => all('tr', table).map((row) => all('th, td', row).map(textOf))),
    elements: [...new Set(all('*').map(({ localName }) => localName))],
    diagrams: [],
  };
  mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', maxTextSize: 50_000 });
  for (const [index, code] of all('code.language-mermaid').entries()) seen.diagrams.push(await draw(code, index));
  const script = document.createElement('script');
  script.id = 'seen';
  script.type = 'application/json';
  // A `<` in a text must not end the script when the page is printed.
  script.textContent = JSON.stringify({ ...seen, ran: window.ran }).replaceAll('<', '\\u003c');
  document.body.append(script);
}

void look();
