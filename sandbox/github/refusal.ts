import type { SandboxAnswer } from '../server.ts';

/** A request that GitHub refuses: thrown by whatever finds the reason, turned into an answer in one place. */
export class Refusal extends Error {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Overrides the endpoint's own page. */
  readonly docs: string | undefined;

  constructor(
    status: number,
    message: string,
    extra: { headers?: Readonly<Record<string, string>>; docs?: string } = {},
  ) {
    super(message);
    this.status = status;
    this.headers = extra.headers ?? {};
    this.docs = extra.docs;
  }

  /** In GitHub's form; `status` is a string there, on purpose. */
  answer(docs: string): SandboxAnswer {
    return {
      status: this.status,
      headers: this.headers,
      body: { message: this.message, documentation_url: this.docs ?? docs, status: String(this.status) },
    };
  }
}

/** 404: absent, or not to be seen by this token; GitHub does not tell which. */
export const notFound = () => new Refusal(404, 'Not Found');
