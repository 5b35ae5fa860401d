import type { SandboxAnswer } from '../server.ts';

/** A refused request: thrown wherever the reason is found, turned into an answer in one place. */
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

/** 404: absent, or hidden from this token; GitHub does not say which. */
export const notFound = () => new Refusal(404, 'Not Found');
