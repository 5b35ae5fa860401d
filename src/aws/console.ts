/** The console of each partition; of another one no page is known. */
const HOSTS: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/**
 * URL of a page in the AWS console; undefined if the partition's console is not known.
 * @param page.path below the console's host, each of its parts encoded
 * @param page.fragment what follows `#`
 */
export function consolePage(page: {
  partition: string;
  region: string;
  path: string;
  fragment?: string;
}): string | undefined {
  const { partition, region, path, fragment } = page;
  const host = HOSTS[partition];
  const anchor = fragment === undefined ? '' : `#${fragment}`;
  return host && `https://${host}/${path}?region=${encode(region)}${anchor}`;
}

/** A name as one part of a path. Brackets would end a link in Markdown. */
export function encode(name: string): string {
  return encodeURIComponent(name).replace(/[()]/g, (bracket) => `%${bracket.charCodeAt(0).toString(16)}`);
}

/** A name as one part of the fragment of a CloudWatch page, which encodes it twice, with `$` in place of `%`. */
export function encodeTwice(name: string): string {
  return encode(encode(name)).replaceAll('%', '$');
}
