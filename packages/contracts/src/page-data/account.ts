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

/** A secret with which a program reads what its owner may read. The secret itself is shown only once. */
export interface ApiTokenView {
  id: string;
  /** Entered by the owner. */
  name: string;
  /** Whether git can push drafts with it. */
  mayPush: boolean;
  /** ISO 8601. */
  expiresAt: string;
  /** ISO 8601; undefined if it was never used. */
  lastUsedAt: string | undefined;
}

/** A school with which people sign in. */
export interface SchoolChoice {
  id: string;
  name: string;
}

/** A school, on the account page. */
export interface OwnSchool extends SchoolChoice {
  isConnected: boolean;
}

/** The second factor of an account, for its owner. `setup`: a code of the app has to confirm it. */
export type SecondFactorView =
  | { stage: 'off' }
  | {
      stage: 'setup';
      /** In base32, to type it into an app. */
      secret: string;
      /** The path of an SVG of `size` by `size` units, light modules around it included. */
      qrCode: { size: number; path: string };
    }
  | { stage: 'on'; backupCodesLeft: number };

/** A passkey of an account, for its owner. */
export interface PasskeyView {
  /** Credential ID in base64url. */
  id: string;
  /** Entered by the owner. */
  name: string;
  /** ISO 8601. */
  madeAt: string;
  /** ISO 8601; undefined if it was never used. */
  lastUsedAt: string | undefined;
}
