/** The parts of an action.yml that the generator reads. */
export interface Manifest {
  readonly name: string;
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
}

/** An action's inputs as a Markdown table, without those that are not for users. */
export function inputTable({ inputs }: Manifest): string {
  const rows = Object.entries(inputs)
    .filter(([, { description }]) => !description.startsWith('Leave this alone'))
    .map(
      ([name, { description, default: value }]) =>
        `| \`${name}\` | ${value ? `\`${value}\`` : ''} | ${cell(description)} |`,
    );
  return ['| input | default | meaning |', '| --- | --- | --- |', ...rows, ''].join('\n');
}

/** An action's outputs as a Markdown table. */
export function outputTable({ outputs }: Manifest): string {
  const rows = Object.entries(outputs).map(([name, { description }]) => `| \`${name}\` | ${cell(description)} |`);
  return ['| output | meaning |', '| --- | --- |', ...rows, ''].join('\n');
}

function cell(text: string): string {
  return text.trim().replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
}
