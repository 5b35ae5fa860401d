/**
 * Shortens text from elsewhere to at most `atMost` characters and marks the cut. It cuts only at white space: the
 * runner masks whole secrets, and would print half of one.
 */
export function shorten(text: string, atMost: number): string {
  if (text.length <= atMost) return text;
  // White space right after the limit is also a place to cut. Without any, nothing is kept.
  const end = text.slice(0, atMost + 1).search(/\s\S*$/);
  return `${text.slice(0, Math.max(end, 0)).trimEnd()} …`.trimStart();
}
