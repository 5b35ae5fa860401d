import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { marked } from 'marked';

/** What a browser shows of a summary. */
export interface Shown {
  readonly headings: readonly string[];
  /** The text below the headings, tables and diagrams left out. */
  readonly text: string;
  /** The cells of each table's rows, the head first. */
  readonly tables: readonly (readonly (readonly string[])[])[];
  readonly diagrams: readonly Diagram[];
  /** Names of all elements of the summary, those within diagrams left out. */
  readonly elements: readonly string[];
  /** What scripts in foreign text have left behind. */
  readonly ran: readonly string[];
}

/** One mermaid block. */
export interface Diagram {
  /** Mermaid's message where it drew nothing; otherwise empty. */
  readonly error: string;
  readonly texts: readonly string[];
  readonly bars: number;
  /** Titles that reach into the bars, with how far, in pixels. */
  readonly overlaps: readonly string[];
  /** Elements that a diagram of ours has no use for. */
  readonly strange: readonly string[];
}

/** Milliseconds of the browser's own time for drawing; it passes as fast as the work is done. */
const DRAWING_MS = 30_000;

const BROWSER = process.env['CHROMIUM'] ?? 'chromium';
const mermaid = createRequire(import.meta.url).resolve('mermaid/dist/mermaid.min.js');
const run = promisify(execFile);

/**
 * Shows a summary in a headless Chromium as GitHub would: GitHub's kind of Markdown, mermaid with the limits and the
 * security level that GitHub sets. HTML is not cleaned, as GitHub does, so that all that is in it shows.
 * @param options.screenshot a file (.png) for a picture of it
 */
export async function showInBrowser(markdown: string, options: { screenshot?: string } = {}): Promise<Shown> {
  const folder = mkdtempSync(join(tmpdir(), 'summary-'));
  try {
    const page = join(folder, 'summary.html');
    writeFileSync(page, pageOf(await marked.parse(markdown, { gfm: true })));
    const common = [
      '--headless',
      '--disable-gpu',
      '--hide-scrollbars',
      '--allow-file-access-from-files',
      `--user-data-dir=${join(folder, 'profile')}`,
      `--virtual-time-budget=${DRAWING_MS}`,
      '--window-size=1012,2000',
      // The sandbox of Chromium does not work for root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ];
    const url = pathToFileURL(page).href;
    if (options.screenshot !== undefined) await run(BROWSER, [...common, `--screenshot=${options.screenshot}`, url]);
    const { stdout } = await run(BROWSER, [...common, '--dump-dom', url], { maxBuffer: 64 * 1024 * 1024 });
    const [, seen] = /<script id="seen" type="application\/json">([\s\S]*?)<\/script>/.exec(stdout) ?? [];
    if (seen === undefined) throw new Error(`${BROWSER} did not finish the page:\n${stdout.slice(0, 2000)}`);
    return JSON.parse(seen) as Shown;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The look is GitHub's as far as it decides what fits where. */
const STYLE = `
  body { font: 14px/1.5 "Liberation Sans", Helvetica, Arial, sans-serif; margin: 24px; max-width: 964px; }
  table { border-collapse: collapse; display: block; overflow: auto; margin-bottom: 16px; }
  th, td { border: 1px solid #d1d9e0; padding: 6px 13px; }
  code { background: #818b981f; border-radius: 6px; font: 85% monospace; padding: .2em .4em; }
  pre > code { display: block; padding: 16px; }`;

function pageOf(html: string): string {
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>
<script>window.ran = [];</script>
<script src="${pathToFileURL(mermaid).href}"></script>
<article>${html}</article>
<script>(${look.toString()})();</script>`;
}

/** Runs in the page: draws the diagrams, and writes down what is to be seen. */
async function look(): Promise<void> {
  const page = globalThis as unknown as {
    document: any;
    ran: string[];
    mermaid: {
      initialize(config: object): void;
      render(id: string, text: string): Promise<{ svg: string }>;
    };
  };
  const { document, mermaid } = page;
  const article = document.querySelector('article');
  const textOf = (element: any): string => element.textContent.trim();
  const all = (selector: string, within = article): any[] => [...within.querySelectorAll(selector)];
  const elements = all('*').map((element) => element.localName);
  const tables = all('table').map((table) => all('tr', table).map((row) => all('th, td', row).map(textOf)));
  const headings = all('h1, h2, h3, h4').map(textOf);
  const text = all('article > p, article > ul, article > pre').map(textOf).join('\n');

  mermaid.initialize({ startOnLoad: false, securityLevel: 'strict', maxTextSize: 50_000 });
  const diagrams: object[] = [];
  for (const [index, code] of all('code.language-mermaid').entries()) {
    const frame = document.createElement('div');
    code.parentElement.replaceWith(frame);
    let error = '';
    try {
      frame.innerHTML = (await mermaid.render(`diagram-${index}`, code.textContent)).svg;
    } catch (failure) {
      error = String(failure);
    }
    const bars = all('rect.task', frame);
    const firstBar = Math.min(...bars.map((bar) => bar.getBoundingClientRect().left));
    diagrams.push({
      error,
      bars: bars.length,
      texts: all('text', frame).map(textOf),
      overlaps: all('text.sectionTitle', frame)
        .filter((title) => title.getBoundingClientRect().right > firstBar)
        .map(textOf),
      strange: all('*', frame)
        .map((element) => element.localName)
        .filter((name) => !['svg', 'g', 'rect', 'text', 'tspan', 'line', 'path', 'style'].includes(name)),
    });
  }
  const seen = document.createElement('script');
  seen.id = 'seen';
  seen.type = 'application/json';
  const { ran } = page;
  seen.textContent = JSON.stringify({ headings, text, tables, diagrams, elements, ran }).replaceAll('<', '\\u003c');
  document.body.append(seen);
}
