/** What may frame a page for an LMS: its own origins. */
export function frameAncestors({ issuer, authUrl }: { issuer: string; authUrl: string }): string {
  const origins = [issuer, authUrl].filter((each) => URL.canParse(each)).map((each) => new URL(each).origin);
  return `frame-ancestors ${[...new Set(origins)].join(' ')}`;
}
