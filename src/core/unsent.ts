import { RunnerError } from './errors.ts';
import { STEP } from './words.ts';

/** Node's names for an untrusted certificate: a private authority, or a proxy that intercepts TLS. */
const CERTIFICATE =
  /^(CERT_|ERR_TLS_CERT_|SELF_SIGNED_CERT|DEPTH_ZERO_SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|INVALID_CA|HOSTNAME_MISMATCH)/;

/** Node's names for a value that cannot be sent: a header, an address, a path. */
const UNSENDABLE = /^ERR_(INVALID_(CHAR|URL|PROTOCOL|HTTP_TOKEN)|UNESCAPED_CHARACTERS|HTTP_INVALID_HEADER_VALUE)$/;

/** Node's names for what this machine lacks; the same request may work later. */
const OUT_OF = /^(EMFILE|ENFILE|ENOMEM|ENOBUFS|EADDRNOTAVAIL)$/;

/** A request that never left this machine, whoever was to answer it. */
export interface Unsent {
  readonly why: 'certificate' | 'value' | 'machine';
  readonly code: string;
  readonly message: string;
}

/** Reads from an error, or from what caused it, that the request was not sent; undefined if it may have been. */
export function unsent(error: unknown): Unsent | undefined {
  for (let one = error; typeof one === 'object' && one !== null; one = 'cause' in one ? one.cause : undefined) {
    const code = 'code' in one ? String(one.code) : '';
    const message = 'message' in one ? String(one.message) : '';
    if (CERTIFICATE.test(code)) return { why: 'certificate', code, message };
    if (UNSENDABLE.test(code)) return { why: 'value', code, message };
    if (OUT_OF.test(code)) return { why: 'machine', code, message };
  }
  return undefined;
}

/**
 * Explains a request that was not sent: that nobody answered would send the user looking in the wrong place.
 * @param call.what is an object of "was not sent", such as "the request for a token"
 * @param call.peer who would have answered
 * @param call.hadNoEffect false if an earlier attempt may have had one
 */
export function explainUnsent(
  cause: unknown,
  call: { what: string; peer: string; hadNoEffect?: boolean },
): RunnerError | undefined {
  const found = unsent(cause);
  if (found === undefined) return undefined;
  const { why, code, message } = found;
  const { what, peer, hadNoEffect = true } = call;
  const make = (kind: RunnerError['kind'], text: string, hint: string): RunnerError =>
    new RunnerError({ kind, message: `${text}: ${message}`, hint, hadNoEffect, cause });
  switch (why) {
    case 'certificate':
      return make(
        'configuration',
        `The certificate of ${peer} is not trusted (${code}), so ${what} was not sent`,
        'If a private authority issued it, for the server or for a proxy that intercepts TLS, name the file with its ' +
          'certificate in NODE_EXTRA_CA_CERTS. Check the clock of this machine.',
      );
    case 'value':
      return make(
        'configuration',
        `This machine cannot send ${what} (${code})`,
        'Correct what the message names. A copied secret or variable can hold quotes, blanks or invisible characters.',
      );
    case 'machine':
      return make(
        'transient',
        `This machine could not send ${what} (${code})`,
        `${STEP.again} on a less busy machine.`,
      );
  }
}
