import 'server-only';
import { z } from 'zod';
import { storable } from '../db/storable.ts';

const NOTE_MAX = 200;

export const startForm = z.object({
  exercise: z.string('Choose an exercise.').regex(/^[a-z0-9-]{1,100}$/, 'Choose an exercise.'),
  note: z
    .string()
    .max(10 * NOTE_MAX)
    .transform((text) => storable(text).trim())
    .pipe(
      z
        .string()
        .min(1, 'Say what was corrected. Learners read it with their new verdict.')
        .max(NOTE_MAX, `A note has at most ${NOTE_MAX} characters.`),
    ),
  buildsAll: z
    .literal('on')
    .optional()
    .transform((checked) => checked === 'on'),
});

/** The button that was pressed. */
export const decisionForm = z.object({ do: z.enum(['apply', 'discard', 'revert']) });
