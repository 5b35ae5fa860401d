import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { marked } from 'marked';

/** A summary as a browser shows it. */
export interface Shown {
  readonly headings: readonly string[];
  /** Its paragraphs and lists. */
  readonly text: string;
  /** Its code blocks, without diagrams. */
  readonly code: readonly string[];
  /** Where its links lead. */
  readonly links: readonly string[];
  /** Texts that are wider than the page, and would have to be scrolled sideways. */
  readonly tooWide: readonly string[];
  /** The cells of each table's rows, the head first. */
  readonly tables: readonly (readonly (readonly string[])[])[];
  readonly diagrams: readonly Diagram[];
  /** Names of the elements rendered from the Markdown. */
  readonly elements: readonly string[];
  /** Traces of scripts in foreign text. */
  readonly ran: readonly string[];
}

/** One mermaid block. */
export interface Diagram {
  /** Mermaid's message if it drew nothing; otherwise empty. */
  readonly error: string;
  /** The kind of diagram that mermaid drew; a text that is too long becomes another diagram that says so. */
  readonly kind: string;
  /** Titles of the sections. */
  readonly titles: readonly string[];
  /** Texts of the bars. */
  readonly texts: readonly string[];
  readonly bars: number;
  /** Bars in red. */
  readonly failed: number;
  /** Titles that overlap the bars. */
  readonly overlaps: readonly string[];
  /** Names of elements that our diagrams do not use. */
  readonly strange: readonly string[];
}

/** Milliseconds of the browser's virtual time for drawing; it passes as fast as the work is done. */
const DRAWING_MS = 30_000;

/** Real milliseconds after which a hanging browser is ended. */
const BROWSER_TIMEOUT_MS = 90_000;

const BROWSER = process.env['CHROMIUM'] ?? 'chromium';
const mermaid = createRequire(import.meta.url).resolve('mermaid/dist/mermaid.min.js');
const run = promisify(execFile);

/**
 * Shows a summary in a headless Chromium as GitHub would: GitHub's Markdown, mermaid with GitHub's limits and security
 * level. Unlike on GitHub, HTML is not sanitized, so that everything in it shows.
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
      // Chromium's sandbox does not work for root.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
    ];
    const url = pathToFileURL(page).href;
    const limits = { maxBuffer: 64 * 1024 * 1024, timeout: BROWSER_TIMEOUT_MS };
    if (options.screenshot) await run(BROWSER, [...common, `--screenshot=${resolve(options.screenshot)}`, url], limits);
    const { stdout } = await run(BROWSER, [...common, '--dump-dom', url], limits);
    const [, seen] = /<script id="seen" type="application\/json">([\s\S]*?)<\/script>/.exec(stdout) ?? [];
    if (seen === undefined) throw new Error(`${BROWSER} did not finish the page:\n${stdout.slice(0, 2000)}`);
    return JSON.parse(seen) as Shown;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The style is GitHub's as far as it decides what fits where. */
const STYLE = `
  body { font: 14px/1.5 "Liberation Sans", Helvetica, Arial, sans-serif; margin: 24px; max-width: 964px; }
  table { border-collapse: collapse; display: block; overflow: auto; margin-bottom: 16px; }
  th, td { border: 1px solid #d1d9e0; padding: 6px 13px; }
  code { background: #818b981f; border-radius: 6px; font: 85% monospace; padding: .2em .4em; white-space: break-spaces; }
  pre > code { display: block; overflow: auto; padding: 16px; white-space: pre; }
  details { margin-bottom: 16px; }
  p, li { overflow-wrap: break-word; }`;

function pageOf(html: string): string {
  return `<!doctype html><meta charset="utf-8"><style>${STYLE}</style>
<script>window.ran = [];</script>
<script src="${pathToFileURL(mermaid).href}"></script>
<article>${html}</article>
<script src="${new URL('./summary-page.js', import.meta.url).href}"></script>`;
}
