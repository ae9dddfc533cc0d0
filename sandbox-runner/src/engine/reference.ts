/**
 * Splits an image reference into repository and tag. A colon before the last slash belongs to a registry's
 * port.
 */
export function splitReference(reference: string): { repo: string; tag: string } {
  const colon = reference.indexOf(':', reference.lastIndexOf('/') + 1);
  return colon === -1
    ? { repo: reference, tag: 'latest' }
    : { repo: reference.slice(0, colon), tag: reference.slice(colon + 1) };
}
