import { parseSync } from '@swc/core';

/** One import of a source, in whatever form it is written. */
export interface Import {
  /** As it is written; `undefined` where it is worked out at run time. */
  readonly specifier: string | undefined;
  /** Whether the compiler removes all of it. `import { type A } from` stays as `import {} from`, and loads the module. */
  readonly isType: boolean;
}

/** The parts of a syntax tree that are looked at. */
interface SyntaxNode {
  readonly type: string;
  readonly source?: SyntaxNode | null;
  readonly typeOnly?: boolean;
  readonly callee?: SyntaxNode;
  readonly arguments?: readonly { readonly expression: SyntaxNode }[];
  readonly argument?: SyntaxNode;
  readonly value?: unknown;
}

/**
 * All imports of a TypeScript or JavaScript source: `import`, `export … from`, `import()` and `import('…').T`.
 * The parser is swc, which Jest needs anyway: TypeScript 7 has none that can be called from here.
 */
export function importsOf(source: string): Import[] {
  const imports: Import[] = [];
  visit(parseSync(source, { syntax: 'typescript', target: 'es2024' }), (node) => {
    const found = importIn(node);
    if (found !== undefined) imports.push(found);
  });
  return imports;
}

function importIn(node: SyntaxNode): Import | undefined {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportAllDeclaration':
    case 'ExportNamedDeclaration':
      // `export { a }` is of no other module.
      return node.source ? { specifier: textOf(node.source), isType: node.typeOnly === true } : undefined;
    case 'CallExpression':
      if (node.callee?.type !== 'Import') return undefined;
      return { specifier: textOf(node.arguments?.[0]?.expression), isType: false };
    case 'TsImportType':
      return { specifier: textOf(node.argument), isType: true };
    default:
      return undefined;
  }
}

function textOf(node: SyntaxNode | undefined): string | undefined {
  return node?.type === 'StringLiteral' && typeof node.value === 'string' ? node.value : undefined;
}

/** Shows every node of a tree to `see`. */
function visit(part: unknown, see: (node: SyntaxNode) => void): void {
  if (typeof part !== 'object' || part === null) return;
  if ('type' in part && typeof part.type === 'string') see(part as SyntaxNode);
  for (const child of Object.values(part)) visit(child, see);
}
