/** What a reader thinks of a passage, in words. */
export const reportKindWords = { wrong: 'Wrong', unclear: 'Unclear', other: 'Something else' } as const;
export const reportKinds = ['wrong', 'unclear', 'other'] as const satisfies (keyof typeof reportKindWords)[];

export const reportStatusWords = {
  open: 'Open',
  answered: 'Answered',
  fixed: 'Fixed',
  declined: 'Declined',
} as const;

/** The longest texts of a report, in characters. */
export const reportMax = { quote: 500, context: 100, text: 1_000 } as const;
