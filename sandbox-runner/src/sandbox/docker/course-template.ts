import { readFile, rename, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import type { RunnerEnv } from '../../config/env.ts';
import { sandboxesDir } from './sandbox-dirs.ts';
import { type Template, templateExists, templateOf } from './template.ts';

const recordSchema = z.object({
  /** Path of the template without the layers. */
  base: z.string(),
  /** Hash of the inputs of the layers. */
  identity: z.string(),
  path: z.string(),
  /** Duration of each step by its key, in milliseconds. */
  steps: z.record(z.string(), z.number()),
});
/** The newest course layers of a data folder. */
export type CourseRecord = z.infer<typeof recordSchema>;

function recordFile(dataDir: string): string {
  return join(sandboxesDir(dataDir), 'course-layers.json');
}

/**
 * Reads the record of the course layers.
 *
 * @returns undefined if there are none, none for this template, or the record is unreadable; they are then
 *   built again
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

/**
 * Path of the template with the course's layers.
 *
 * @param identity hash of the inputs of the layers
 */
export function courseTemplatePath(base: Template, identity: string): string {
  return join(dirname(base.path), `template-course-${identity.slice(0, 12)}.ext4`);
}

/**
 * The template of learners' sandboxes: the one with the course's layers if it exists, otherwise the one
 * without, which may not have been created yet.
 */
export async function learnersTemplate(env: RunnerEnv): Promise<Template> {
  const base = await templateOf(env);
  const record = await readCourseRecord(env.DATA_DIR, base);
  if (record === undefined) return base;
  const template = { ...base, path: record.path, courseSteps: new Map(Object.entries(record.steps)) };
  return (await templateExists(template)) ? template : base;
}
