import { glob, readFile, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Exercise, exerciseSchema, type ResultDocument } from '@dfm/contracts';
import { parseYaml } from '@dfm/course/yaml/parse-yaml';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { pathGlob } from '@dfm/dockerfile/context/path-glob';
import { contextOf, sentFiles } from '@dfm/dockerfile/context/sent-files';
import { type Evidence, grade } from '@dfm/grading';
import { z } from 'zod';

const root = resolve(import.meta.dirname, '../..');

/** Our own images, each with deploy/<name>.Dockerfile and deploy/rubrics/<name>.yaml. */
export const ownImages = ['site', 'runner'] as const;
export type OwnImage = (typeof ownImages)[number];

export const dockerfileOf = (name: OwnImage): string => `deploy/${name}.Dockerfile`;

/** What one of our images is built from, and graded by. */
export interface OwnSource {
  exercise: Exercise;
  /** Patterns of paths in the image at which what looks like a secret is none. */
  planted: readonly string[];
  dockerfile: string;
  context: BuildContext;
}

export async function readOwnImage(name: OwnImage): Promise<OwnSource> {
  const [dockerfile, context, rubric] = await Promise.all([
    readFile(join(root, dockerfileOf(name)), 'utf8'),
    (ownContext ??= readContext()),
    readRubric(name),
  ]);
  return { ...rubric, dockerfile, context };
}

type Measured = Required<Pick<Evidence, 'image'>> & Pick<Evidence, 'run'>;

/** Grades one of our images as a submission. Checks of a run are skipped if none was measured. */
export function gradeOwn(
  { exercise, planted, dockerfile, context }: OwnSource,
  { image, ...others }: Measured,
): ResultDocument {
  const isPlanted = (path: string) => planted.some((pattern) => pathGlob(pattern).test(path));
  const secrets = image.secrets.filter(({ path }) => path === undefined || !isPlanted(path));
  const evidence = { dockerfile, context, image: { ...image, secrets }, ...others };
  return grade({ exercise, evidence, timings: { totalMs: 0 }, engine: undefined, notices: [] });
}

const rubricSchema = z.strictObject({
  /** Patterns of paths in the image at which what looks like a secret is none. */
  planted: z.array(z.string()),
  run: exerciseSchema.shape.run,
  rubric: exerciseSchema.shape.rubric,
});

async function readRubric(name: OwnImage): Promise<Pick<OwnSource, 'exercise' | 'planted'>> {
  const file = `deploy/rubrics/${name}.yaml`;
  const { planted, run, rubric } = parseYaml(rubricSchema, await readFile(join(root, file), 'utf8'), file, 1);
  const about = { version: 1, slug: `${name}-image`, title: name, summary: name, difficulty: 1, minutes: 1 };
  const exercise = exerciseSchema
    .omit({ wrong: true })
    .parse({ ...about, editable: ['Dockerfile'], run, rubric });
  return { exercise: { ...exercise, wrong: [] }, planted };
}

/** The same for all, and read once. */
let ownContext: Promise<BuildContext> | undefined;

/** Folders that are large, and that .dockerignore excludes. */
const notWalked = new Set(['.data', '.git', '.next', 'node_modules']);

/** The build context of our images: the repository, without texts, which no check of their rubrics reads. */
async function readContext(): Promise<BuildContext> {
  const text = await readFile(join(root, '.dockerignore'), 'utf8');
  const files: { path: string; bytes: number }[] = [];
  for await (const path of glob('**', { cwd: root, exclude: (name) => notWalked.has(name) })) {
    const found = await stat(join(root, path));
    if (found.isFile()) files.push({ path, bytes: found.size });
  }
  return contextOf(sentFiles(files, { path: '.dockerignore', text }), () => undefined);
}
