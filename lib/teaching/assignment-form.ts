import 'server-only';
import type { AssignmentKindName, WorkMode } from '@dfm/contracts/page-data';
import { instantOf } from '@dfm/gradebook/wall-clock';
import { z } from 'zod';

/** One assignment as it was entered. */
export interface EnteredAssignment {
  kind: AssignmentKindName;
  slug: string;
  /** Wall clock times such as 2026-12-01T23:59; empty for none. */
  opens: string;
  due: string;
  mode: WorkMode;
  weight: number;
}

const FIELDS_MAX = 3_000;
const WEIGHT_MAX = 100;
const modeShape = z.enum(['alone', 'group', 'exam']).default('alone');
const workShape = /^(exercise|quiz)\/([a-z0-9-]{1,100})$/;

/**
 * The form with all that can be assigned. For each key of work, such as `exercise/slim-trap`, it has the
 * fields `assign:<key>` if it is chosen, `opens:<key>`, `due:<key>`, `weight:<key>` and, for an exercise,
 * `mode:<key>`.
 */
export const assignmentForm = z
  .record(z.string().max(200), z.string().max(200))
  .refine((fields) => Object.keys(fields).length <= FIELDS_MAX)
  .transform((fields, context) => ({
    version: fields.version ?? '',
    items: Object.keys(fields)
      .filter((name) => name.startsWith('assign:'))
      .map((name) => readAssignment(name.slice('assign:'.length), fields, context)),
  }));

function readAssignment(
  key: string,
  fields: Record<string, string>,
  context: z.RefinementCtx,
): EnteredAssignment {
  const [, kind, slug] = workShape.exec(key) ?? [];
  const [opens = '', due = ''] = ['opens', 'due'].map((field) => (fields[`${field}:${key}`] ?? '').trim());
  const mode = kind === 'exercise' ? modeShape.safeParse(fields[`mode:${key}`] || undefined).data : 'alone';
  const weight = Number(fields[`weight:${key}`] || '1');
  const report = (field: string, message: string) =>
    context.addIssue({ code: 'custom', path: [`${field}:${key}`], message });
  if (kind === undefined) report('assign', 'This is not an exercise or a quiz.');
  for (const [field, time] of [
    ['opens', opens],
    ['due', due],
  ] as const)
    if (time !== '' && !(time.startsWith('20') && instantOf(time, 'UTC')))
      report(field, 'Enter a date and a time, or leave both empty.');
  if (opens !== '' && due !== '' && opens >= due) report('opens', 'Enter a time before the deadline.');
  if (mode === undefined) report('mode', 'Choose one of the three.');
  if (mode === 'exam' && opens === '') report('opens', 'Enter when the exam begins.');
  if (mode === 'exam' && due === '') report('due', 'Enter when the exam ends.');
  if (!Number.isInteger(weight) || weight < 0 || weight > WEIGHT_MAX)
    report('weight', `Enter a whole number from 0 to ${WEIGHT_MAX}.`);
  return { kind: kind as AssignmentKindName, slug: slug!, opens, due, mode: mode!, weight };
}
