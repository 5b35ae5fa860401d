import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { endpointVariables, isAllowedHost, isLoopback, readEndpoint } from '../../../src/aws/credentials-endpoint.ts';
import { RunnerError } from '../../../src/core/errors.ts';

const full = (url: string) => readEndpoint({ AWS_CONTAINER_CREDENTIALS_FULL_URI: url });

/** Whether an address is allowed without TLS, by its four numbers. */
const isPlain = (octets: readonly number[]): boolean =>
  octets[0] === 127 || ['169.254.170.2', '169.254.170.23'].includes(octets.join('.'));

const octets = fc.oneof(
  fc.array(fc.integer({ min: 0, max: 255 }), { minLength: 4, maxLength: 4 }),
  fc.constantFrom([169, 254, 170, 2], [169, 254, 170, 23], [169, 254, 169, 254], [126, 255, 255, 255], [128, 0, 0, 0]),
  fc.tuple(fc.constant(127), fc.nat(255), fc.nat(255), fc.nat(255)).map((parts) => [...parts]),
);

describe('the rule of allowed hosts', () => {
  test.each([
    'http://169.254.170.2/v2/x',
    'http://169.254.170.23/v1/credentials',
    'http://[fd00:ec2::23]/v1/credentials',
    'http://localhost:8080/x',
    'http://LOCALHOST/x',
    'http://127.0.0.1/x',
    'http://127.255.255.254:1/x',
    'http://[::1]/x',
    'https://example.com/x',
  ])('allows %s', (url) => {
    expect(isAllowedHost(new URL(url))).toBe(true);
  });

  test.each([
    'http://example.com/x',
    'http://169.254.169.254/latest/meta-data',
    'http://169.254.170.2.example.com/x',
    'http://127.0.0.1.example.com/x',
    'http://localhost.example.com/x',
    'http://localhost@example.com/x',
    'http://127.0.0.1@example.com/x',
    'http://user:password@127.0.0.1/x',
    'https://user@example.com/x',
    'http://[fd00:ec2::24]/x',
    'http://[::ffff:127.0.0.1]/x',
    'http://0.0.0.0/x',
    'ftp://127.0.0.1/x',
    'file:///etc/passwd',
  ])('refuses %s', (url) => {
    expect(isAllowedHost(new URL(url))).toBe(false);
    expect(() => full(url)).toThrow(RunnerError);
  });

  test('applies to the address, however it is written', () => {
    fc.assert(
      fc.property(octets, fc.constantFrom('dotted', 'decimal', 'hexadecimal', 'octal'), (parts, form) => {
        const number = parts.reduce((sum, part) => sum * 256 + part, 0);
        const host = {
          dotted: parts.join('.'),
          decimal: String(number),
          hexadecimal: `0x${number.toString(16)}`,
          octal: parts.map((part) => `0${part.toString(8)}`).join('.'),
        }[form];
        expect(isAllowedHost(new URL(`http://${host}/x`))).toBe(isPlain(parts));
      }),
    );
  });

  test('allows no name without TLS except localhost, whatever it begins or ends with', () => {
    const piece = fc.constantFrom('localhost', '127.0.0.1', '169.254.170.2', 'evil', 'example.com', 'xn--', '%31', '.');
    fc.assert(
      fc.property(
        fc.array(piece, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('', '.', '-', '@', ':80@', '#'),
        (all, glue) => {
          const text = `http://${all.join(glue)}/x`;
          if (!URL.canParse(text)) return;
          const url = new URL(text);
          if (isAllowedHost(url)) expect(url.hostname).toMatch(/^(localhost|127(\.\d+){3}|169\.254\.170\.23?)$/);
        },
      ),
    );
  });
});

describe('the endpoint', () => {
  test('of a relative URI is always the ECS agent, whatever its text', () => {
    const anything = fc.oneof(fc.string(), fc.string({ unit: 'binary' }), fc.webUrl(), fc.webPath());
    const path = fc
      .tuple(fc.constantFrom('/', '//', '/\\', '/@', '@', ':80/', '.evil/', ''), anything)
      .map((x) => x.join(''));
    fc.assert(
      fc.property(path, (text) => {
        try {
          const endpoint = readEndpoint({ AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: text });
          if (endpoint === undefined) expect(text).toBe('');
          else expect(endpoint.url.origin).toBe('http://169.254.170.2');
        } catch (error) {
          expect(error).toBeInstanceOf(RunnerError);
        }
      }),
    );
  });

  test('is read as the same endpoint after it was passed on', () => {
    const environments = [
      { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/0123' },
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.2/v2/credentials/0123' },
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.2/x', AWS_CONTAINER_AUTHORIZATION_TOKEN: 'secret' },
      { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'https://a.example/x', AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: '/t' },
    ];
    for (const environment of environments) {
      const endpoint = readEndpoint(environment);
      if (endpoint === undefined) throw new Error('no endpoint');
      const again = readEndpoint(endpointVariables(endpoint));
      expect(again?.url.href).toBe(endpoint.url.href);
      expect(again?.token?.kind).toBe(endpoint.token?.kind);
    }
  });

  test('is the relative one if both are set, and an empty variable counts as unset', () => {
    const both = {
      AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/x',
      AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1/y',
    };
    expect(readEndpoint(both)?.url.href).toBe('http://169.254.170.2/v2/x');
    expect(readEndpoint({ ...both, AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '' })?.url.href).toBe('http://127.0.0.1/y');
    expect(readEndpoint({})).toBeUndefined();
    expect(isLoopback(new URL('http://127.0.0.1/y'))).toBe(true);
    expect(isLoopback(new URL('http://169.254.170.2/y'))).toBe(false);
  });

  test('is named by its variable, without a password, when it is refused', () => {
    const refused = () => full('http://user:hunter2@example.com/x');
    expect(refused).toThrow(/AWS_CONTAINER_CREDENTIALS_FULL_URI is "http:\/\/\*\*\*@example\.com\/x"/);
    expect(() => full('not a URL')).toThrow(/must be a URL; it is "not a URL"/);
  });
});
