import { randomUUID } from 'node:crypto';
import type { SandboxAnswer } from '../server.ts';
import type { AwsError } from './errors.ts';

const JSON_TYPE = 'application/x-amz-json-1.1';
const EC2_NAMESPACE = 'http://ec2.amazonaws.com/doc/2016-11-15/';
const STS_NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** A success of an awsJson1.1 service. */
export function jsonAnswer(body: object): SandboxAnswer {
  return { status: 200, headers: jsonHeaders(), body };
}

/** An error of an awsJson1.1 service: the SDK reads `__type` and `message`. */
export function jsonError(error: AwsError): SandboxAnswer {
  const body = { __type: error.code, ...(error.message && { message: error.message }), ...error.fields };
  return { status: error.status, headers: jsonHeaders(), body };
}

/** A value of an awsQuery answer; a list repeats its element. */
export type Xml = string | number | { readonly [name: string]: Xml | readonly Xml[] };

/** A success of an awsQuery service: `<ActionResponse><ActionResult>…`. */
export function xmlAnswer(action: string, result: Xml, namespace = STS_NAMESPACE): SandboxAnswer {
  const requestId = randomUUID();
  const inner = { [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } };
  return xml(200, requestId, `<${action}Response xmlns="${namespace}">${render(inner)}</${action}Response>`);
}

/** An error of an awsQuery service. */
export function xmlError(error: AwsError, namespace = STS_NAMESPACE): SandboxAnswer {
  const requestId = randomUUID();
  const type = error.status < 500 ? 'Sender' : 'Receiver';
  const inner = { Error: { Type: type, Code: error.code, Message: error.message }, RequestId: requestId };
  return xml(error.status, requestId, `<ErrorResponse xmlns="${namespace}">${render(inner)}</ErrorResponse>`);
}

/** A success of EC2, whose query protocol has no element around the result. */
export function xmlAnswerEc2(action: string, result: Xml): SandboxAnswer {
  const requestId = randomUUID();
  const inner = render({ requestId }) + render(result);
  return xml(200, requestId, `<${action}Response xmlns="${EC2_NAMESPACE}">${inner}</${action}Response>`);
}

/** An error of EC2. */
export function xmlErrorEc2(error: AwsError): SandboxAnswer {
  const requestId = randomUUID();
  const inner = { Errors: { Error: { Code: error.code, Message: error.message } }, RequestID: requestId };
  return xml(error.status, requestId, `<Response>${render(inner)}</Response>`);
}

function jsonHeaders(): Record<string, string> {
  return { 'content-type': JSON_TYPE, 'x-amzn-RequestId': randomUUID() };
}

function xml(status: number, requestId: string, body: string): SandboxAnswer {
  return { status, headers: { 'content-type': 'text/xml', 'x-amzn-RequestId': requestId }, body };
}

function render(value: Xml): string {
  if (typeof value !== 'object') return escapeXml(String(value));
  return Object.entries(value)
    .flatMap(([name, inner]) => [inner].flat().map((one) => `<${name}>${render(one as Xml)}</${name}>`))
    .join('');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
