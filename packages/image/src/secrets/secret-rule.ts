/**
 * A kind of secret. A text can only match if it contains one of `needles`, which is cheap to test; `pattern`
 * decides.
 */
export interface SecretRule {
  id: string;
  needles: readonly string[];
  pattern: RegExp;
  /** Applies only to files whose path matches, such as dotenv files. */
  path?: RegExp;
  /** Does not apply to files whose path matches, because packages contain keys for their own tests. */
  notPath?: RegExp;
  /** Source of an expression for the rest of the secret, if `pattern` matches only its beginning. */
  rest?: string;
}

/**
 * Lookahead that rejects values beginning with a placeholder from documentation or a template, a reference to
 * a variable, or the same character ten times.
 */
export const noPlaceholder = String.raw`(?!["']?(?:changeme|change[-_]me|placeholder|example|dummy|your[-_]|xxx|\*\*\*|<|\$|\{|%[sr({]|(.)\1{9}))`;
