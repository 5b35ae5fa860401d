import { parseSync } from '@swc/core';

/** What an import names, as it is written; `undefined` where it is worked out at run time. */
export type Specifier = string | undefined;

/** The parts of a syntax tree that are looked at. */
export interface SyntaxNode {
  readonly type: string;
  readonly source?: SyntaxNode | null;
  readonly callee?: SyntaxNode;
  readonly arguments?: readonly { readonly expression: SyntaxNode }[];
  readonly argument?: SyntaxNode;
  readonly value?: unknown;
}

/**
 * All imports of a TypeScript or JavaScript source: `import`, `export … from`, `import()` and `import('…').T`.
 * The parser is swc, which Jest needs anyway: TypeScript 7 has none that can be called from here.
 */
export function importsOf(source: string): Specifier[] {
  const specifiers: Specifier[] = [];
  visitSource(source, (node) => {
    specifiers.push(...specifiersIn(node));
  });
  return specifiers;
}

/** Shows every node of a source's syntax tree to `see`. */
export function visitSource(source: string, see: (node: SyntaxNode) => void): void {
  visit(parseSync(source, { syntax: 'typescript', target: 'es2024' }), see);
}

/** What a node imports: at most one. */
function specifiersIn(node: SyntaxNode): Specifier[] {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      // `export { a }` is of no other module.
      return node.source ? [textOf(node.source)] : [];
    case 'CallExpression':
      return node.callee?.type === 'Import' ? [textOf(node.arguments?.[0]?.expression)] : [];
    case 'TsImportType':
      return [textOf(node.argument)];
    default:
      return [];
  }
}

function textOf(node: SyntaxNode | undefined): Specifier {
  return node?.type === 'StringLiteral' && typeof node.value === 'string' ? node.value : undefined;
}

/** Shows every node of a tree to `see`. */
function visit(part: unknown, see: (node: SyntaxNode) => void): void {
  if (typeof part !== 'object' || part === null) return;
  if ('type' in part && typeof part.type === 'string') see(part as SyntaxNode);
  for (const child of Object.values(part)) visit(child, see);
}
