import 'server-only';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseYaml } from '@dfm/course/exercises';
import { z } from 'zod';
import { contentRoot } from './content-root.ts';

const courseSchema = z.strictObject({
  title: z.string(),
  summary: z.string(),
  modules: z
    .array(
      z.strictObject({
        slug: z.string(),
        title: z.string(),
        summary: z.string().optional(),
        lessons: z.array(z.string()).default([]),
        exercises: z.array(z.string()).default([]),
      }),
    )
    .min(1),
});
export type Course = z.infer<typeof courseSchema>;

/** `course.yaml`: the lessons and exercises of the course, in order. Throws ContentError with the line. */
export async function loadCourse(): Promise<Course> {
  const file = join(contentRoot(), 'course.yaml');
  return parseYaml(courseSchema, await readFile(file, 'utf8'), file);
}
