import { SETTING } from '../../../core/words.ts';

/** Meanings of the errors of a failed image pull; the first match counts. */
const MEANINGS: readonly { readonly pattern: RegExp; readonly why: string; readonly hint: string }[] = [
  {
    pattern: /toomanyrequests|rate limit|\b429\b/i,
    why: 'the registry limits how often images are pulled',
    hint: 'Pull through an ECR pull-through cache, or with registry credentials (repositoryCredentials).',
  },
  {
    pattern: /i\/o timeout|deadline exceeded|timed? ?out|dial tcp|no such host|connection refused/i,
    why: 'the registry was not reached',
    hint: `Check that the subnet can reach the registry: NAT, ${SETTING.assignPublicIp} on Fargate, or VPC endpoints for ECR and S3.`,
  },
  {
    pattern: /no matching manifest|does not match the specified platform|exec format/i,
    why: 'it is not built for the CPU architecture or operating system of the task',
    hint: 'Build it for that platform, or set runtimePlatform in the task definition.',
  },
  {
    pattern: /no space left/i,
    why: 'the disk is full',
    hint: 'Give the instances larger disks, or let the agent clean up images sooner.',
  },
  {
    // Docker Hub's wording for both; it does not say which.
    pattern: /pull access denied for|may require 'docker login'|repository does not exist or/i,
    why: 'it does not exist, or its registry requires a login',
    hint: "Correct the image's name, or give the container repositoryCredentials.",
  },
  {
    pattern: /not ?found|manifest unknown|does not exist/i,
    why: 'there is no such image',
    hint: "Correct the image's name and tag in the task definition, or push it.",
  },
];

/** Explains why an image cannot be pulled, and the next step. */
export function explainPull(options: { ecsReason: string; image: string; executionRole: string | undefined }): {
  readonly why: string;
  readonly hint: string;
} {
  const { ecsReason, image, executionRole } = options;
  const known = MEANINGS.find(({ pattern }) => pattern.test(ecsReason));
  if (known !== undefined) return known;
  if (/denied|unauthorized|forbidden|\b40[13]\b|no basic auth|authentication/i.test(ecsReason)) {
    const isEcr = /\.dkr[.-]ecr\./.test(image);
    return {
      why: 'its registry does not allow it',
      hint: isEcr
        ? `Allow ecr:GetAuthorizationToken, ecr:BatchGetImage and ecr:GetDownloadUrlForLayer in a policy of ${executionRole ?? 'an executionRoleArn, which the task definition lacks'}, and see the policy of the repository.`
        : 'Give the container repositoryCredentials that its registry accepts, readable by the execution role.',
    };
  }
  return {
    why: 'see what ECS says above',
    hint: "Check the image's name and tag, the permissions of the execution role, and the route from the subnet to the registry.",
  };
}
