/**
 * The text of a file, with its byte order mark and line ends; undefined if it is not valid UTF-8, and
 * therefore binary.
 */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    // ignoreBOM keeps the mark, because a file of a build context must stay unchanged.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
