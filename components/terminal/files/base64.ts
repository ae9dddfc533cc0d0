/** Arguments that every browser accepts in one call. */
const CALL_BYTES = 2 ** 13;

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CALL_BYTES)
    binary += String.fromCharCode(...bytes.subarray(at, at + CALL_BYTES));
  return btoa(binary);
}

/** @throws DOMException if it is not base64 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}
