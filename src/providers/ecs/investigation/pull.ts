import { SETTING } from '../../../core/words.ts';

/** What the words of a failed image pull mean; the first that matches is taken. */
const MEANINGS: readonly { readonly pattern: RegExp; readonly why: string; readonly hint: string }[] = [
  {
    pattern: /toomanyrequests|rate limit|\b429\b/i,
    why: 'the registry limits how often images are pulled',
    hint: 'Pull through an ECR pull-through cache, or with registry credentials (repositoryCredentials).',
  },
  {
    pattern: /i\/o timeout|deadline exceeded|timed? ?out|dial tcp|no such host|connection refused/i,
    why: 'the registry was not reached',
    hint: `See that the subnet leads to the registry: NAT, ${SETTING.assignPublicIp} on Fargate, or VPC endpoints for ECR and S3.`,
  },
  {
    pattern: /no matching manifest|does not match the specified platform|exec format/i,
    why: 'it is not built for the CPU architecture or system of the task',
    hint: 'Build it for that platform, or set runtimePlatform in the task definition.',
  },
  {
    pattern: /no space left/i,
    why: 'the disk is full',
    hint: 'Give the instances larger disks, or let the agent clean up images sooner.',
  },
  {
    // Docker Hub's words for both; it does not tell which.
    pattern: /pull access denied for|may require 'docker login'|repository does not exist or/i,
    why: 'it does not exist, or its registry wants a login',
    hint: "Correct the image's name, or give the container repositoryCredentials.",
  },
  {
    pattern: /not ?found|manifest unknown|does not exist/i,
    why: 'there is no such image',
    hint: "Correct the image's name and tag in the task definition, or push it.",
  },
];

/** Says why an image cannot be pulled, and the next step. */
export function explainPull(options: { told: string; image: string; executionRole: string | undefined }): {
  readonly why: string;
  readonly hint: string;
} {
  const { told, image, executionRole } = options;
  const known = MEANINGS.find(({ pattern }) => pattern.test(told));
  if (known !== undefined) return known;
  if (/denied|unauthorized|forbidden|\b40[13]\b|no basic auth|authentication/i.test(told)) {
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
    hint: "Check the image's name and tag, the rights of the execution role, and the way from the subnet to the registry.",
  };
}
