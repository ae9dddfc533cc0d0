/** A browser that is signed in to an account. */
export interface SignedInBrowser {
  /** ID of its session. */
  id: string;
  /** Whether it is the one that asks. */
  isThis: boolean;
  /** Its User-Agent header. */
  userAgent: string | undefined;
  /** ISO 8601. */
  since: string;
}
