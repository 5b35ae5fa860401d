/** Refusals that AWS's own words explain: about the account, not about the request. */
const KNOWN: readonly { readonly words: RegExp; readonly hint: string }[] = [
  {
    words: /service.linked role/i,
    hint:
      'Create the role once in this account (aws iam create-service-linked-role --aws-service-name ecs.amazonaws.com), ' +
      'and wait a minute until ECS knows it.',
  },
  {
    words: /new ARN and resource ID format/i,
    hint:
      'Opt in to the long format for tasks, for the account and region: aws ecs put-account-setting-default --name ' +
      'taskLongArnFormat --value enabled.',
  },
  {
    words:
      /account.*\b(suspended|blocked|closed|on hold|not (yet )?(been )?(activated|verified))|OptInRequired|SubscriptionRequired/i,
    hint: 'Settle with AWS what the message says about the account; no setting here can.',
  },
  {
    words: /signature (has )?expired|signature not yet current|RequestTimeTooSkewed/i,
    hint: 'Set the clock of this machine: AWS takes no request that is signed more than some minutes off.',
  },
];

/** The next step that fits AWS's words; undefined if they say nothing that is known. */
export function adviceOn(name: string, message: string): string | undefined {
  return KNOWN.find(({ words }) => words.test(`${name}: ${message}`))?.hint;
}
