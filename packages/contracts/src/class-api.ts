/** What programs read about classes. The OpenAPI description is made from these schemas. */
import { z } from 'zod';

const points = z.number().min(0).max(100).nullable();

export const apiClassSchema = z
  .object({
    id: z.uuid(),
    name: z.string(),
    course: z.string(),
    learners: z.int().describe('Number of learners.'),
  })
  .meta({ id: 'Class' });

export const apiClassesSchema = z.object({ classes: z.array(apiClassSchema) }).meta({ id: 'Classes' });

const apiAssignmentSchema = z
  .object({
    kind: z.enum(['exercise', 'quiz']),
    slug: z.string().describe('Of the exercise, or of the lesson of the quiz.'),
    title: z.string(),
    opensAt: z.iso.datetime().nullable().describe('When it opens; null if it has always been open.'),
    dueAt: z.iso.datetime().nullable().describe('Deadline of the class; null for none.'),
    mode: z
      .enum(['alone', 'group', 'exam'])
      .describe('In a group, the attempts of all its members count for each of them.'),
    weight: z.int().describe('Share in the total, relative to the other assignments.'),
  })
  .meta({ id: 'Assignment' });

const apiGradeSchema = z
  .object({
    points: points.describe('Null if nothing counts yet.'),
    passed: z.boolean(),
    daysLate: z.int(),
    isPending: z.boolean().describe('Whether an attempt that may change it has no result yet.'),
    isOverridden: z.boolean().describe('Whether staff decided on the points.'),
    runId: z.string().nullable().describe('The run that gives the grade: /runs/{runId}. Null for a quiz.'),
  })
  .meta({ id: 'Grade' });

const apiLearnerSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    group: z.string().nullable(),
    total: points.describe('The weighted mean of what has points or was due; null if nothing counts yet.'),
    grades: z.array(apiGradeSchema).describe('In the order of the assignments.'),
  })
  .meta({ id: 'Learner' });

export const apiGradebookSchema = z
  .object({
    class: apiClassSchema,
    assignments: z.array(apiAssignmentSchema),
    learners: z.array(apiLearnerSchema),
  })
  .meta({ id: 'Gradebook' });

export const apiErrorSchema = z
  .object({ error: z.object({ code: z.string(), message: z.string() }) })
  .meta({ id: 'Error' });

export type ApiClass = z.infer<typeof apiClassSchema>;
export type ApiGradebook = z.infer<typeof apiGradebookSchema>;
