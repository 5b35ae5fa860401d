import { describe, expect, test } from '@jest/globals';
import { readProxy } from '../../../../src/actions/inputs/proxy.ts';
import { InputReader } from '../../../../src/actions/inputs/reader.ts';

function read(environment: Readonly<Record<string, string>>) {
  const reader = new InputReader({});
  const proxy = readProxy(reader, environment);
  reader.finish();
  return proxy;
}

describe('the proxy variables', () => {
  test('are empty if no proxy is named, whatever NO_PROXY says', () => {
    expect(read({})).toBeUndefined();
    expect(read({ HTTPS_PROXY: '', NO_PROXY: 'a' })).toBeUndefined();
  });

  test('in lower case take precedence, as in the toolkit', () => {
    expect(read({ HTTPS_PROXY: 'http://upper', https_proxy: 'http://lower', no_proxy: 'l', NO_PROXY: 'u' })).toEqual({
      HTTPS_PROXY: 'http://lower',
      NO_PROXY: expect.stringMatching(/,l,\.l$/),
    });
  });

  test('may omit the scheme', () => {
    expect(read({ HTTP_PROXY: 'proxy:3128' })).toMatchObject({ HTTP_PROXY: 'http://proxy:3128' });
    expect(read({ HTTP_PROXY: 'me:pass@proxy' })).toMatchObject({ HTTP_PROXY: 'http://me:pass@proxy' });
  });

  test.each(['socks5://p:1', 'http://', 'http://me:hunter2@:x'])('that are no HTTP proxy are reported: %s', (value) => {
    expect(() => read({ HTTPS_PROXY: value })).toThrow(/^One input is wrong:\n- The environment variable HTTPS_PROXY/);
    expect(() => read({ HTTPS_PROXY: value })).not.toThrow(/hunter2/);
  });

  test.each([
    'http://me:hunter2%@proxy',
    'http://me:hunter2%zz@proxy',
    'http://me%:hunter2@proxy',
    'me:hunter2%E4@proxy',
  ])('with a %% that encodes nothing are reported by the name that was set: %s', (value) => {
    const reported = (name: string) => () => read({ [name]: value });
    expect(reported('HTTPS_PROXY')).toThrow(/variable HTTPS_PROXY has a user name or password with a %/);
    expect(reported('http_proxy')).toThrow(/variable http_proxy has .*: write %25 for a % in it/);
    expect(reported('HTTPS_PROXY')).not.toThrow(/hunter2/);
  });

  test('with an encoded password are taken as they are', () => {
    expect(read({ HTTPS_PROXY: 'http://me:p%25a%40ss@proxy' })).toMatchObject({
      HTTPS_PROXY: 'http://me:p%25a%40ss@proxy',
    });
  });

  test('exempt a host with its subdomains, and always exempt loopback', () => {
    const { NO_PROXY = '' } =
      read({ HTTP_PROXY: 'p', NO_PROXY: ' example.com,, .corp, *.cloud, *, 10.0.0.1:8080' }) ?? {};
    expect(NO_PROXY.split(',')).toEqual([
      'localhost',
      '127.0.0.0-127.255.255.255',
      '::1',
      '[::1]',
      'example.com',
      '.example.com',
      '.corp',
      '*.cloud',
      '*',
      '10.0.0.1:8080',
      '.10.0.0.1:8080',
    ]);
  });
});
