import { readReasonOf } from '../read-reason.ts';
import { PULL } from '../stopped-reasons.ts';

/** Explains why an image cannot be pulled, and the next step. */
export function explainPull(options: { ecsReason: string; image: string; executionRole: string | undefined }): {
  readonly why: string;
  readonly hint: string;
} {
  const { ecsReason, image, executionRole } = options;
  const { kind, why, hint, isPrecise } = readReasonOf(PULL, ecsReason);
  if (kind === 'permission' && /\.dkr[.-]ecr\./.test(image)) {
    const role = executionRole ?? 'an executionRoleArn, which the task definition lacks';
    return {
      why,
      hint: `Allow ecr:GetAuthorizationToken, ecr:BatchGetImage and ecr:GetDownloadUrlForLayer in a policy of ${role}, and see the policy of the repository.`,
    };
  }
  return { why: isPrecise ? why : 'see what ECS says above', hint };
}
