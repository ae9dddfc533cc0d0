/** A kind of secret, the cheap literals of which one must be there for it, and the expression that decides. */
export interface SecretRule {
  id: string;
  needles: readonly string[];
  pattern: RegExp;
  /** Only in files whose path matches, such as dotenv files. */
  path?: RegExp;
  /** Only in files whose path does not: packages ship keys for their own tests. */
  notPath?: RegExp;
  /** Source of an expression for what of the secret follows the match, where a part of it is enough to tell. */
  rest?: string;
}

/**
 * Expression that a value must not begin with: what stands in documentation and templates where the reader's
 * own value belongs, a reference to a variable, or the same character ten times.
 */
export const noPlaceholder = String.raw`(?!["']?(?:changeme|change[-_]me|placeholder|example|dummy|your[-_]|xxx|\*\*\*|<|\$|\{|%[sr({]|(.)\1{9}))`;
