import type { Operation, SandboxRequest } from '../server.ts';
import { CREDENTIALS_PATH, METADATA_PATH } from './credentials-endpoint.ts';

const ECS_TARGET = 'AmazonEC2ContainerServiceV20141113';

/** Which service and operation a request is for: one URL serves all of them, as with AWS_ENDPOINT_URL. */
export function identify(request: SandboxRequest): Operation {
  if (request.method === 'GET' && request.path.startsWith(CREDENTIALS_PATH)) {
    return { service: 'credentials', operation: 'GetCredentials' };
  }
  if (request.method === 'GET' && request.path.startsWith(METADATA_PATH)) {
    return { service: 'credentials', operation: 'GetTaskMetadata' };
  }
  const target = request.headers['x-amz-target'];
  if (target !== undefined) {
    const [prefix = '', operation = ''] = target.split('.');
    return { service: prefix === ECS_TARGET ? 'ecs' : (signedFor(request) ?? prefix), operation };
  }
  const operation = new URLSearchParams(request.body).get('Action') ?? '';
  // AssumeRoleWithWebIdentity is not signed: without a signature it is STS.
  return { service: signedFor(request) ?? 'sts', operation };
}

/** The service in the credential scope of the signature. */
function signedFor(request: SandboxRequest): string | undefined {
  return /Credential=[^/]+\/[^/]+\/[^/]+\/([^/]+)\//.exec(request.headers['authorization'] ?? '')?.[1];
}
