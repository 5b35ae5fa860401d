/** The start script as a module: what is injected is the readable source less its comments and blank lines. */
export function injectedModule(source: string): string {
  const script = source
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('#'))
    .join('\n');
  return `/** runner/start.sh without its comments; made by script/generate.ts. */
export const injectedStartScript = ${JSON.stringify(script)};
`;
}
