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
  {
    pattern:
      /, for (?:it|they|he|she|this|that|there|these|those|none|nothing) (?:is|are|was|were|has|have|had|does|do|can|could|may|must|will|would)\b/i,
    instead: 'because',
  },
  { pattern: /\bhand(?:s|ed|ing)? in\b/i, instead: 'submit' },
  { pattern: /\bhand(?:s|ed|ing)? (?:it |them )?on\b/i, instead: 'pass on' },
  { pattern: /\b(?:some|any|every)body\b/i, instead: 'someone, anyone, everyone' },
  { pattern: /\bof (?:ours|yours)\b/i, instead: 'our own, our fault, or platform' },
  { pattern: /\bwhat (?:came|comes|became|becomes) of\b/i, instead: 'the result of, or the outcome' },
  { pattern: /\bfor ever\b/i, instead: 'forever' },
  { pattern: /\bin place of\b/i, instead: 'instead of' },
  { pattern: /\bsuch as is\b|\bas it stands\b/i, instead: 'as it is now' },
  { pattern: /\bwithout (?:an )?end\b/i, instead: 'endless, endlessly, or without limit' },
  { pattern: /\ba further\b/i, instead: 'another, or one more' },
  {
    pattern:
      /\b(?:stands?|lies?|lay) (?:in|on|at|above|below|before|behind|between|under|elsewhere|here|there|next to|apart)\b/i,
    instead: 'is, or are',
  },
  // Not in an identifier or a call, where it is a name.
  { pattern: /(?<![-'"`])\bbeside\b(?![-'"`(]| =)/i, instead: 'next to, or as well as' },
  {
    pattern:
      /\banother(?: one)? than\b|\bsomething else than\b|\b(?:is|are|was|were) another(?: one)?(?=[.,;:])/i,
    instead: 'different, or different from',
  },
  { pattern: /\bnothing of (?:it|that|this)\b/i, instead: 'none of it' },
  { pattern: /\btold (?:of|once|when)\b/i, instead: 'notified, called with, or reported' },
  {
    pattern:
      /\b(?:program|engine|runner|site|build|container|kernel|step|server|browser|tool|process) (?:wants|thinks|hears)\b/i,
    instead: 'what it needs, expects or gets',
  },
  { pattern: /\bsome (?=\d)/i, instead: 'about' },
  { pattern: /\bready-built\b/i, instead: 'prebuilt' },
  {
    pattern:
      /\b(?:hence|thence|hitherto|henceforth|therein|thereof|thereupon|wherein|whereupon|whilst|albeit)\b/i,
    instead: 'a current word, such as so, in it, while or although',
  },
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
      const message = `“${found[0].trim()}” reads as if translated. Write ${instead}.`;
      return [{ line: index + 1, column: found.index + 1, message }];
    });
  });
}
