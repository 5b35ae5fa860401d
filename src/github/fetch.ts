import { RunnerError } from '../core/errors.ts';

/** An answer that has not come within this time will not come, milliseconds: the slowest, a new JIT config, takes 2 s. */
const ANSWER_WITHIN_MS = 20_000;

/** A page of 100 runners is about 200 KB; what is larger than this many bytes is not GitHub's API. */
const ANSWER_AT_MOST = 5_000_000;

/**
 * A fetch that reads the whole answer within a deadline and a size: undici's own deadline is five minutes, and it has no
 * limit. A body that breaks off is a failure of the request here; Octokit would take it for an empty one.
 */
export function boundedFetch(fetchOnce: typeof fetch): typeof fetch {
  return async (input, init) => {
    const signal = AbortSignal.timeout(ANSWER_WITHIN_MS);
    const { response, bytes } = await readWhole(fetchOnce(input, { ...init, signal })).catch((error: unknown) => {
      throw signal.aborted ? new Error(`no whole answer within ${ANSWER_WITHIN_MS / 1000} s`, { cause: error }) : error;
    });
    // A Response made anew would load Node's own fetch beside the toolkit's, which costs 70 ms.
    return Object.defineProperties(response, {
      text: { value: async () => new TextDecoder().decode(bytes) },
      arrayBuffer: { value: async () => bytes.buffer },
    });
  };
}

async function readWhole(answer: Promise<Response>): Promise<{ response: Response; bytes: Uint8Array<ArrayBuffer> }> {
  const response = await answer;
  return { response, bytes: await readBounded(response.body) };
}

async function readBounded(body: Response['body']): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by an error cancels the stream, and so closes the connection.
  for await (const chunk of body ?? []) {
    size += chunk.byteLength;
    if (size > ANSWER_AT_MOST) throw tooLarge();
    chunks.push(chunk);
  }
  return Uint8Array.from(Buffer.concat(chunks, size));
}

function tooLarge(): RunnerError {
  return new RunnerError({
    kind: 'transient',
    message: `An answer from GitHub was refused: it is larger than ${ANSWER_AT_MOST / 1_000_000} MB.`,
    hint: 'Is GITHUB_API_URL the API of a GitHub, with no proxy that answers in its place? Then run the job again.',
  });
}
