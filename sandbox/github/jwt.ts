import { createPublicKey, generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';

/** An RSA key, generated at first use: that takes a quarter of a second, and most tests need only a few keys. */
export interface LazyKey {
  privateKey(): KeyObject;
  publicKey(): KeyObject;
}

/** A fresh 2048-bit key, like GitHub's own. */
export function lazyRsaKey(): LazyKey {
  let key: KeyObject | undefined;
  const privateKey = () => {
    key ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    return key;
  };
  return { privateKey, publicKey: () => createPublicKey(privateKey()) };
}

/** A compact RS256 token. */
export function signJwt(claims: Readonly<Record<string, unknown>>, key: LazyKey, header: object = {}): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const signed = `${encode({ typ: 'JWT', alg: 'RS256', ...header })}.${encode(claims)}`;
  return `${signed}.${sign('sha256', Buffer.from(signed), key.privateKey()).toString('base64url')}`;
}

/** The claims of a token with a valid RS256 signature; undefined for anything else. Times are not checked. */
export function openJwt(token: string, key: LazyKey): Record<string, unknown> | undefined {
  const [header, payload, signature, ...rest] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined || rest.length > 0) return undefined;
  if (parse(header)?.['alg'] !== 'RS256') return undefined;
  const signed = Buffer.from(`${header}.${payload}`);
  return verify('sha256', signed, key.publicKey(), Buffer.from(signature, 'base64url')) ? parse(payload) : undefined;
}

function parse(part: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
