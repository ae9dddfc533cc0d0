/** A phrase that reads as if translated, and what to write instead. */
export interface WordingRule {
  pattern: RegExp;
  instead: string;
}

/** From the style guide: one term per meaning, and no phrase that a native engineer would stumble over. */
export const wordingRules: readonly WordingRule[] = [
  { pattern: /\bmend(?:s|ed|ing)?\b/i, instead: 'fix' },
  { pattern: /\banew\b/i, instead: 'again, or re-' },
  { pattern: /\bwhoever\b/i, instead: 'anyone who' },
  { pattern: /\bfor want of\b/i, instead: 'because there is no' },
  { pattern: /\bhand(?:s|ed|ing)? in\b/i, instead: 'submit' },
  { pattern: /\b(?:some|any|every)body\b/i, instead: 'someone, anyone, everyone' },
  { pattern: /\b(?:fault|error|mistake)s? of ours\b/i, instead: 'platform fault, or our fault' },
  { pattern: /\bwhat came of\b/i, instead: 'the result of' },
  { pattern: /\bfor ever\b/i, instead: 'forever' },
  { pattern: /\bin place of\b/i, instead: 'instead of' },
  { pattern: /\bsuch as is\b|\bas it stands\b/i, instead: 'as it is now' },
  { pattern: /\bwithout an end\b/i, instead: 'endlessly, or without limit' },
  { pattern: /\ba further\b/i, instead: 'another, or one more' },
];

export interface WordingProblem {
  /** 1-based. */
  line: number;
  column: number;
  message: string;
}

/**
 * Phrases of a text that the rules reject.
 *
 * @param allowed exact excerpts, such as quotations, in which nothing is rejected
 */
export function wordingProblems(text: string, allowed: readonly string[] = []): WordingProblem[] {
  return text.split('\n').flatMap((line, index) => {
    const checked = allowed.reduce(
      (rest, excerpt) => rest.replaceAll(excerpt, '…'.repeat(excerpt.length)),
      line,
    );
    return wordingRules.flatMap(({ pattern, instead }): WordingProblem[] => {
      const found = pattern.exec(checked);
      if (found === null) return [];
      const message = `“${found[0]}” reads as if translated. Write ${instead}.`;
      return [{ line: index + 1, column: found.index + 1, message }];
    });
  });
}
