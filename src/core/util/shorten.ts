/**
 * Text of others in at most `atMost` characters, and a sign where more follows. It is cut at white space only: the
 * runner hides whole secrets, and would print the half of one.
 */
export function shorten(text: string, atMost: number): string {
  if (text.length <= atMost) return text;
  // White space right behind is a place to cut too. Where there is none, nothing is left.
  const end = text.slice(0, atMost + 1).search(/\s\S*$/);
  return `${text.slice(0, Math.max(end, 0)).trimEnd()} …`.trimStart();
}
