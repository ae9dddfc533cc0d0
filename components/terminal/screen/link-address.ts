/** A link that a program printed, as it is shown before it is opened. */
export interface PrintedLink {
  /** The whole address, with everything a browser would read differently written out. */
  address: string;
  host: string;
}

/**
 * The address of a link in a shell's output.
 *
 * @returns undefined if it is not one of a web page: programs of strangers print links too
 */
export function printedLink(text: string): PrintedLink | undefined {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) return undefined;
  return { address: url.href, host: url.host };
}
