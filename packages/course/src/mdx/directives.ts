interface DirectiveRules {
  /** A sentence for authors. */
  description: string;
  /** Those that authors write, all of which it needs. */
  attributes: readonly ('id' | 'title')[];
  inStatement: boolean;
  /** Number of colons of its first and its last line. A directive that contains others needs more. */
  colons: 3 | 4;
  /** What it contains at least, as lines to fill in. */
  body: string;
}

const options = '- [ ] A wrong option.\n- [x] The right one.';
const answer = '~~~answer\nThe reason.\n~~~';

/** The directives of lessons and statements: `:::name{…}` to `:::`. */
export const directives = {
  predict: {
    description: 'A question before the passage that answers it, which stays folded until then.',
    attributes: ['id'],
    inStatement: false,
    colons: 3,
    body: `A question.\n\n${options}\n\n${answer}`,
  },
  quiz: {
    description: 'The questions at the end of a lesson, each option with an explanation.',
    attributes: ['id'],
    inStatement: false,
    colons: 3,
    body: '1. A question.\n   - [ ] A wrong option. — *Why it is wrong.*\n   - [x] The right one. — *Why it is right.*',
  },
  keypoints: {
    description: 'The summary of a lesson, as a list.',
    attributes: [],
    inStatement: false,
    colons: 3,
    body: '- What to remember.',
  },
  note: {
    description: 'An aside. A myth is titled “You may have read: …”.',
    attributes: ['title'],
    inStatement: true,
    colons: 3,
    body: 'A text.',
  },
  tabs: {
    description: 'Several ways to do the same thing, each in a tab.',
    attributes: [],
    inStatement: true,
    colons: 4,
    body: ':::tab{title="One"}\nA text.\n:::\n\n:::tab{title="Other"}\nA text.\n:::',
  },
  tab: {
    description: 'One of several tabs, inside of tabs.',
    attributes: ['title'],
    inStatement: true,
    colons: 3,
    body: 'A text.',
  },
  recall: {
    description: 'Cards that come back after days and weeks: front, em dash, back.',
    attributes: [],
    inStatement: false,
    colons: 3,
    body: '- A question? — Its answer.',
  },
  interview: {
    description: 'An open question, a model answer of 80 to 200 words, and 3 to 5 points of a good answer.',
    attributes: ['id'],
    inStatement: false,
    colons: 3,
    body: `A question.\n\n${answer}\n\n- A point.\n- A point.\n- A point.`,
  },
} as const satisfies Record<string, DirectiveRules>;

/** Whether a directive may be part of a statement; false for a name that no directive has. */
export function isInStatement(name: string): boolean {
  return Object.hasOwn(directives, name) && directives[name as keyof typeof directives].inStatement;
}
