import { gunzipSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { hostScript, withHostScript } from '../../../script/generate/host.ts';

const source = '#!/bin/bash\n# why\nbefore\n# --- from runner/start.sh: one two\n  after\n';
const start = 'one() {\n  # why\n  if a; then\n    b\n  fi\n}\n\ntwo() {\n  c\n}\nthree() {\n  d\n}\n';

describe('the script of the hosts', () => {
  test("has the start script's own functions, and no others, in place of the line that names them", () => {
    expect(hostScript(source, start)).toBe(
      '#!/bin/bash\nbefore\none() {\nif a; then\nb\nfi\n}\ntwo() {\nc\n}\nafter\n',
    );
  });

  test('is not made without one of them', () => {
    expect(() => hostScript(source, start.replace('two()', 'zwei()'))).toThrow(
      'runner/start.sh has no function two, which infra/host.sh uses.',
    );
  });

  test('goes into the line of the template that unpacks it, and stays as it is there if it is the same', () => {
    const line = (packed: string) => ` base64 -d <<<'${packed}' | gzip -d >/usr/local/sbin/ecs-github-runner-host\n`;
    const made = withHostScript(`a\n${line('')}b\n`, 'echo 1\n');
    const [, packed = ''] = /<<<'([^']+)'/.exec(made) ?? [];
    expect(made).toBe(`a\n${line(packed)}b\n`);
    expect(gunzipSync(Buffer.from(packed, 'base64')).toString()).toBe('echo 1\n');
    expect(withHostScript(made, 'echo 1\n')).toBe(made);
    expect(withHostScript(made, 'echo 2\n')).not.toBe(made);
    expect(() => withHostScript('a\n', 'echo 1\n')).toThrow('no line that unpacks');
  });
});
