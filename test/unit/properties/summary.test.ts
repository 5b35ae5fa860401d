import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { marked, type Token, type Tokens } from 'marked';
import { gantt } from '../../../src/actions/summary/gantt.ts';
import { PHASES } from '../../../src/actions/summary/phases.ts';
import { code, plain, plainLines, table } from '../../../src/actions/summary/text.ts';

/** What ends cells, lines, code and tags, mixed into any text. */
const markup = fc.constantFrom(
  ...[
    '|',
    '\\',
    '\n',
    '\r\n',
    '\u2028',
    '\u0085',
    '`',
    '```',
    '<script>',
    '</td>',
    '<!--',
    '&#124;',
    '&lt;',
    '](',
    '![x](',
  ],
  ...[
    '~~',
    '**',
    '__',
    '$$',
    ':',
    ';',
    '#',
    '%%',
    ',',
    'section x',
    'click a',
    '2000-01-01',
    'https://x.y',
    '@a',
    '- ',
    '> ',
  ],
);
const text = fc
  .array(fc.oneof(markup, fc.string({ unit: 'binary', maxLength: 8 })), { maxLength: 12 })
  .map((parts) => parts.join(''));

/** All tokens, those within others included. */
function tokens(outer: readonly (Token | undefined)[]): Token[] {
  const all: Token[] = [];
  const take = (token: Token): void => void all.push(token);
  for (const token of outer) if (token !== undefined) void marked.walkTokens([token], take);
  return all;
}

describe('foreign text in a summary', () => {
  test('never leaves its cell, and comes to nothing but text', () => {
    fc.assert(
      fc.property(text, text, text, (name, reason, other) => {
        const rows = [
          ['first', code(name), plain(reason)],
          ['second', plain(other), code(other)],
        ];
        const markdown = ['### Title', '', ...table(['a', 'b', 'c'], rows), 'The end.'].join('\n');
        const [heading, tableToken, paragraph, ...more] = marked.lexer(markdown).filter(({ type }) => type !== 'space');
        expect([heading?.type, tableToken?.type, paragraph?.type, more]).toEqual(['heading', 'table', 'paragraph', []]);
        const cells = (tableToken as Tokens.Table).rows;
        expect(cells.map((row) => row.length)).toEqual([3, 3]);
        expect(cells.map(([first]) => first?.text)).toEqual(['first', 'second']);
        const kinds = tokens([tableToken]).map(({ type }) => type);
        expect(kinds.filter((kind) => !['table', 'text', 'codespan', 'escape'].includes(kind))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('of several lines stays one paragraph, with its lines', () => {
    fc.assert(
      fc.property(text, (error) => {
        const lexed = marked.lexer(`**Why:** ${plainLines(error)}\n\nThe end.`).filter(({ type }) => type !== 'space');
        expect(lexed.map(({ type }) => type)).toEqual(['paragraph', 'paragraph']);
        const html = tokens(lexed).filter(({ type }) => type === 'html');
        expect(new Set(html.map(({ raw }) => raw.trim()))).toEqual(new Set(html.length > 0 ? ['<br>'] : []));
      }),
      { numRuns: 1000 },
    );
  });

  test('shows again as it was, if it is harmless', () => {
    expect(marked.parse(plain('a_b*c* <b> | `x` http://x.y'))).toBe('<p>a_b*c* &lt;b&gt; | `x` http://x.y</p>\n');
    expect(marked.parse(`- ${plain('- 1) a')}\n- ${plain('1) b')}`)).toBe(
      '<ul>\n<li>- 1) a</li>\n<li>1) b</li>\n</ul>\n',
    );
    expect([code('egr-1'), code(''), code('a\nb')]).toEqual(['`egr-1`', '', '`a b`']);
  });
});

/** The lines that a gantt of ours may hold. */
const LINE =
  /^ {4}(?:section [\p{L}\p{N} _.()/-]+|(?:[a-zA-Z ]+ [\d.a-z ]+ :|online :milestone, )2000-[\d-]+ [\d:.]+, \d+ms)$/u;

describe('foreign text in a gantt', () => {
  test('never leaves its line, and no line means anything else', () => {
    const span = fc.record({
      phase: fc.constantFrom(...PHASES),
      from: fc.integer({ min: 0, max: 10 ** 9 }),
      to: fc.integer({ max: 10 ** 9 }),
    });
    fc.assert(
      fc.property(text, fc.array(span, { minLength: 1, maxLength: 3 }), (title, spans) => {
        const lines = gantt({ sections: [{ title, spans, milestones: [{ name: 'online', at: 5 }] }], origin: 3 });
        expect(lines.slice(0, 1).concat(lines.slice(-2))).toEqual(['```mermaid', '```', '']);
        const body = lines.slice(lines.indexOf('    todayMarker off') + 1, -2);
        expect(body).toHaveLength(spans.length + 2);
        for (const line of body) expect(line).toMatch(LINE);
        expect(body[0]).toMatch(/^ {4}section /);
      }),
      { numRuns: 1000 },
    );
  });

  test('is cut at whole sections before GitHub would draw nothing', () => {
    const spans = [{ phase: 'PENDING', from: 0, to: 1 }];
    const sections = Array.from({ length: 5000 }, (_, index) => ({ title: `Runner ${index}`, spans }));
    const lines = gantt({ sections, origin: 0 });
    expect(lines.join('\n').length).toBeLessThan(15_000);
    expect(lines.filter((line) => line.includes('section')).length).toBeGreaterThan(50);
    expect(lines.slice(-3)).toEqual([expect.stringContaining('PENDING'), '```', '']);
  });
});
