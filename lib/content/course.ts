import 'server-only';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseYaml } from '@dfm/course/exercises';
import { z } from 'zod';
import { contentRoot } from './content-root.ts';

export const courseSchema = z.strictObject({
  title: z.string().describe('The name of the course.'),
  summary: z.string().describe('One sentence about the course.'),
  modules: z
    .array(
      z.strictObject({
        slug: z.string().describe('Its address is /course/<slug>.'),
        title: z.string().describe('A few words.'),
        summary: z.string().optional().describe('One sentence.'),
        lessons: z
          .array(z.string().meta({ names: 'lesson' }))
          .default([])
          .describe('Its lessons in order.'),
        exercises: z
          .array(z.string().meta({ names: 'exercise' }))
          .default([])
          .describe('Its exercises in order.'),
        labs: z
          .array(z.string().meta({ names: 'lab' }))
          .default([])
          .describe('Its labs in order.'),
      }),
    )
    .min(1)
    .describe('The parts of the course, in order.'),
});
export type Course = z.infer<typeof courseSchema>;

/** `course.yaml`: the lessons, exercises and labs of the course, in order. Throws ContentError with the line. */
export async function loadCourse(): Promise<Course> {
  const file = join(contentRoot(), 'course.yaml');
  return parseYaml(courseSchema, await readFile(file, 'utf8'), file);
}
