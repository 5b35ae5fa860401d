import { bare, packedAs } from './injected.ts';

/** The line of infra/host.sh in whose place the functions of runner/start.sh go. */
const BORROWED = /^# --- from runner\/start\.sh: (.+)$/m;

/** The script of the hosts, ready to run. What it does as runner/start.sh does is that script's own text. */
export function hostScript(source: string, startScript: string): string {
  const [shebang = ''] = source.split('\n', 1);
  const whole = source.replace(BORROWED, (_line, names: string) =>
    names
      .split(' ')
      .map((name) => functionIn(startScript, name))
      .join('\n'),
  );
  return `${shebang}\n${bare(whole)}\n`;
}

function functionIn(script: string, name: string): string {
  const [found] = new RegExp(`^${name}\\(\\) \\{\\n[\\s\\S]*?^\\}$`, 'm').exec(script) ?? [];
  if (found === undefined) throw new Error(`runner/start.sh has no function ${name}, which infra/host.sh uses.`);
  return found;
}

/** The line of the user data that unpacks the script. */
const UNPACKED_HERE = /(base64 -d <<<')([A-Za-z0-9+/=]*)(' \| gzip -d >\/usr\/local\/sbin\/ecs-github-runner-host)$/m;

/** A template with the script, compressed, in its user data: as text it would take a tenth of the whole template. */
export function withHostScript(template: string, script: string): string {
  if (!UNPACKED_HERE.test(template)) throw new Error('The template has no line that unpacks the script of the hosts.');
  return template.replace(
    UNPACKED_HERE,
    (_line, before: string, packed: string, after: string) => `${before}${packedAs(script, packed)}${after}`,
  );
}
