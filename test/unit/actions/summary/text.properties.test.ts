import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { marked, type Token, type Tokens } from 'marked';
import { printable } from '../../../../src/actions/io.ts';
import { gantt } from '../../../../src/actions/summary/gantt.ts';
import { phaseNames } from '../../../../src/actions/summary/phases.ts';
import { code, failure, failureList, foldedTable, link, table } from '../../../../src/actions/summary/text.ts';
import { ECS } from '../../../../src/providers/ecs/hosting.ts';

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

/** All tokens, including nested ones. */
function tokens(outer: readonly (Token | undefined)[]): Token[] {
  const all: Token[] = [];
  const take = (token: Token): void => void all.push(token);
  for (const token of outer) if (token !== undefined) void marked.walkTokens([token], take);
  return all;
}

describe('foreign text in a summary', () => {
  test('never leaves its cell, and turns into nothing but text', () => {
    fc.assert(
      fc.property(text, text, text, (name, reason, other) => {
        const rows = [
          ['first', code(name), code(reason)],
          ['second', code(other), `${code(reason)}<br>${code(name)}`],
        ];
        const markdown = ['### Title', '', ...table(['a', 'b', 'c'], rows), 'The end.'].join('\n');
        const [heading, tableToken, paragraph, ...more] = marked.lexer(markdown).filter(({ type }) => type !== 'space');
        expect([heading?.type, tableToken?.type, paragraph?.type, more]).toEqual(['heading', 'table', 'paragraph', []]);
        const cells = (tableToken as Tokens.Table).rows;
        expect(cells.map((row) => row.length)).toEqual([3, 3]);
        expect(cells.map(([first]) => first?.text)).toEqual(['first', 'second']);
        const kinds = tokens([tableToken]).map(({ type, raw }) => (raw === '<br>' ? 'break' : type));
        expect(kinds.filter((kind) => !['table', 'text', 'codespan', 'break'].includes(kind))).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test('in a list or a sentence is code and nothing else, down to the last character', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const markdown = [
          `- Before ${code(one)}: ${code(other)}`,
          `- ${code(other)}`,
          '',
          `In ${code(one)}.`,
          '',
          '# End',
        ];
        const lexed = marked.lexer(markdown.join('\n')).filter(({ type }) => type !== 'space');
        expect(lexed.map(({ type }) => type)).toEqual(['list', 'paragraph', 'heading']);
        const spans = tokens(lexed).filter(({ type }) => type === 'codespan');
        const expected = [one, other, other, one].map((whole) => onOneLine(whole)).filter((shown) => shown !== '');
        expect(spans.map((span) => (span as Tokens.Codespan).text)).toEqual(expected);
        const kinds = tokens(lexed).map(({ type }) => type);
        expect(
          kinds.filter((kind) => !['list', 'list_item', 'text', 'paragraph', 'heading', 'codespan'].includes(kind)),
        ).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  /** The kinds of tokens in a text, without those that have no meaning of their own. */
  const kindsOf = (lexed: readonly Token[]): string[] => [
    ...new Set(tokens(lexed).map(({ type, raw }) => (raw === '<br>' ? 'break' : type))),
  ];

  test('of several lines is paragraphs of code that a browser wraps, line by line', () => {
    fc.assert(
      fc.property(text, text, (message, hint) => {
        const markdown = ['**Why:**', '', ...failure(`x${message}\nNext step: y${hint}`), '# End'].join('\n');
        const lexed = marked.lexer(markdown).filter(({ type }) => type !== 'space');
        expect(lexed.map(({ type }) => type)).toEqual([
          ...['paragraph', 'paragraph', 'paragraph', 'paragraph', 'heading'],
        ]);
        expect(lexed[2]?.raw.trim()).toBe('**Next step:**');
        const [, why, , next] = lexed;
        expect(kindsOf([why, next].filter((one) => one !== undefined)).toSorted()).toEqual(
          expect.arrayContaining(['codespan', 'paragraph']),
        );
        for (const kind of kindsOf([why, next].filter((one) => one !== undefined))) {
          expect(['paragraph', 'codespan', 'break', 'text']).toContain(kind);
        }
        const shown = tokens([why]).filter(({ type }) => type === 'codespan');
        expect(shown.map((span) => (span as Tokens.Codespan).text.trim())).toEqual(
          linesOf(`x${message}`).map((line) => line.trim()),
        );
      }),
      { numRuns: 1000 },
    );
  });

  test('in a list of failures never leaves its item', () => {
    fc.assert(
      fc.property(text, text, (one, other) => {
        const items = failureList([`x${one}\nNext step: y${other}`, `x${other}`]);
        const lexed = marked.lexer([...items, '# End'].join('\n')).filter(({ type }) => type !== 'space');
        expect(lexed.map(({ type }) => type)).toEqual(['list', 'heading']);
        expect((lexed[0] as Tokens.List).items).toHaveLength(2);
        for (const kind of kindsOf(lexed.slice(0, 1))) {
          expect(['list', 'list_item', 'paragraph', 'codespan', 'break', 'text', 'strong', 'space']).toContain(kind);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('that leads to a page is a link in its cell, and code without one', () => {
    fc.assert(
      fc.property(text, (name) => {
        const page = 'https://console.example/a%28b%29?region=x#logsV2:log-groups/log-group/$252Fci';
        const markdown = table(['a', 'b'], [[link(name, page), link(name, undefined)]]).join('\n');
        const [lexed] = marked.lexer(markdown);
        const [[first, second] = []] = (lexed as Tokens.Table).rows;
        const links = tokens(first?.tokens ?? []).filter(({ type }) => type === 'link');
        expect(links.map((one) => (one as Tokens.Link).href)).toEqual(onOneLine(name) === '' ? [] : [page]);
        expect(tokens(second?.tokens ?? []).filter(({ type }) => type === 'link')).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });

  test("with more backticks than GitHub's parser counts does not end its line", () => {
    const runs = Array.from({ length: 40 }, (_, index) => '`'.repeat(index + 1)).join('a');
    expect(code(runs)).toMatch(/^`{41} .* `{41}$/);
    expect(failure(`${'`'.repeat(300)}\n[x](y)`)).toEqual([`\` ${'`'.repeat(300)} \`<br>`, '`[x](y)`', '']);
  });

  test('is shown unchanged', () => {
    const harmless = 'a_b*c* <b> | `x` http://x.y';
    expect(marked.parse(code(harmless))).toBe('<p><code>a_b*c* &lt;b&gt; | `x` http://x.y</code></p>\n');
    expect([code('egr-1'), code(''), code('a\nb'), code('`a')]).toEqual(['`egr-1`', '', '`a b`', '`` `a ``']);
    expect(failure('- a\r\n\n  b\nNext step: c\nd')).toEqual([
      ...['`- a`<br>', '`  b`', '', '**Next step:**', '', '`c`<br>', '`d`', ''],
    ]);
  });

  test('is cut between words and lines, never within a word', () => {
    const token = `ghp_${'x'.repeat(800)}`;
    for (const shown of [code(`${token} ${token}`), failure(`${token} ${token}`)[0]]) {
      expect(shown).toContain(`${token} …`);
      expect(shown?.match(/x+/g)).toHaveLength(1);
    }
    const lines = failure(Array.from({ length: 30 }, () => token).join('\n'));
    expect(lines.slice(0, -1)).toEqual([...Array.from({ length: 12 }, () => `\`${token}\`<br>`), '…']);
  });
});

test('The next step is what follows the last time that it is announced', () => {
  expect(failure('A: B\nNext step: C\nNext step: D')).toEqual([
    ...['`A: B`<br>', '`Next step: C`', '', '**Next step:**', '', '`D`', ''],
  ]);
  expect(failure('A')).toEqual(['`A`', '']);
});

test('A long table is folded', () => {
  const rows = (length: number) => Array.from({ length }, () => ['a']);
  expect(foldedTable('The 12', [''], rows(12))).toEqual(table([''], rows(12)));
  expect(foldedTable('The 13', [''], rows(13))).toEqual([
    ...['<details><summary>The 13</summary>', '', ...table([''], rows(13)), '</details>', ''],
  ]);
});

/** What remains of a text on one line. */
function onOneLine(text: string): string {
  return linesOf(text).join(' ');
}

/** What remains of its lines. */
function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|[\r\n]/).map((line) => printable(line).trimEnd());
  return lines.filter((line) => line.trim() !== '');
}

/** The lines that a gantt chart of ours may contain. */
const LINE =
  /^ {4}(?:section [\p{L}\p{N} _.()/-]+|(?:[a-zA-Z ]+ [\d.a-z ]+ :(?:crit, )?|online :milestone, )2000-[\d-]+ [\d:.]+, \d+ms)$/u;

describe('foreign text in a gantt chart', () => {
  test('never leaves its line, and no line gets another meaning', () => {
    const span = fc.record(
      {
        phase: fc.constantFrom(...phaseNames(ECS)),
        from: fc.integer({ min: 0, max: 10 ** 9 }),
        to: fc.integer({ max: 10 ** 9 }),
        ...{ failed: fc.constant(true as const) },
      },
      { requiredKeys: ['phase', 'from', 'to'] },
    );
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

  test('is cut at whole sections before it gets so large that GitHub would draw nothing', () => {
    const spans = [{ phase: 'PENDING', from: 0, to: 1 }];
    const sections = Array.from({ length: 5000 }, (_, index) => ({ title: `Runner ${index}`, spans }));
    const lines = gantt({ sections, origin: 0 });
    expect(lines.join('\n').length).toBeLessThan(15_000);
    expect(lines.filter((line) => line.includes('section')).length).toBeGreaterThan(50);
    expect(lines.slice(-3)).toEqual([expect.stringContaining('PENDING'), '```', '']);
  });
});
