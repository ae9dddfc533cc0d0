import 'server-only';
import type { AssignmentKindName } from '@dfm/contracts/page-data';
import { instantOf } from '@dfm/gradebook/wall-clock';
import { z } from 'zod';

/** One assignment as it was entered. */
export interface EnteredAssignment {
  kind: AssignmentKindName;
  slug: string;
  /** Wall clock time such as 2026-12-01T23:59; empty for none. */
  due: string;
  weight: number;
}

const FIELDS_MAX = 3_000;
const WEIGHT_MAX = 100;
const workShape = /^(exercise|quiz)\/([a-z0-9-]{1,100})$/;

/**
 * The form with all that can be assigned. For each key of work, such as `exercise/slim-trap`, it has the
 * fields `assign:<key>` if it is chosen, `due:<key>` and `weight:<key>`.
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
  const due = (fields[`due:${key}`] ?? '').trim();
  const weight = Number(fields[`weight:${key}`] || '1');
  const report = (field: string, message: string) =>
    context.addIssue({ code: 'custom', path: [`${field}:${key}`], message });
  if (kind === undefined) report('assign', 'This is not an exercise or a quiz.');
  if (due !== '' && !(due.startsWith('20') && instantOf(due, 'UTC')))
    report('due', 'Enter a date and a time, or leave both empty.');
  if (!Number.isInteger(weight) || weight < 0 || weight > WEIGHT_MAX)
    report('weight', `Enter a whole number from 0 to ${WEIGHT_MAX}.`);
  return { kind: kind as AssignmentKindName, slug: slug!, due, weight };
}
