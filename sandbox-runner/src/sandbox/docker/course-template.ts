import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { RunnerEnv } from '../../config/env.ts';
import { sandboxesDir } from './sandbox-dirs.ts';
import { type Template, templateExists, templateOf } from './template.ts';

const recordSchema = z.object({
  /** Of the template without them. */
  base: z.string(),
  /** What the layers were built from. */
  identity: z.string(),
  path: z.string(),
  /** What each step took, by its key. */
  steps: z.record(z.string(), z.number()),
});
/** The newest course layers of a data folder. */
export type CourseRecord = z.infer<typeof recordSchema>;

function recordFile(dataDir: string): string {
  return join(sandboxesDir(dataDir), 'course-layers.json');
}

/**
 * @returns undefined where there are none, none on this template, or none that can be read: they are built
 *   again then
 */
export async function readCourseRecord(dataDir: string, base: Template): Promise<CourseRecord | undefined> {
  const document = await readFile(recordFile(dataDir), 'utf8')
    .then<unknown>(JSON.parse)
    .catch(() => undefined);
  const { data: record } = recordSchema.safeParse(document);
  return record?.base === base.path ? record : undefined;
}

export async function writeCourseRecord(dataDir: string, record: CourseRecord): Promise<void> {
  const file = recordFile(dataDir);
  await writeFile(`${file}.new`, JSON.stringify(record));
  await rename(`${file}.new`, file);
}

/** Path of the template with the course's layers. @param identity of what they are built from */
export function courseTemplatePath(base: Template, identity: string): string {
  return join(dirname(base.path), `template-course-${identity.slice(0, 12)}.ext4`);
}

/**
 * What a learner's sandbox starts from: the template with the course's layers where there is one, else the
 * one without. It may not be made yet.
 */
export async function learnersTemplate(env: RunnerEnv): Promise<Template> {
  const base = await templateOf(env);
  const record = await readCourseRecord(env.DATA_DIR, base);
  if (record === undefined) return base;
  const template = { ...base, path: record.path, courseSteps: new Map(Object.entries(record.steps)) };
  return (await templateExists(template)) ? template : base;
}
