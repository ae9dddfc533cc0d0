import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exerciseSchema, type ContextFile, type Exercise } from '@dfm/contracts';
import { readContext } from '@dfm/course/exercises';
import { checks } from '@dfm/grading';
import { z } from 'zod';

const seedSchema = z.strictObject({
  folder: z.string(),
  title: z.string(),
  /** How it differs from the document it is taken from. */
  changed: z.array(z.string()),
  /** File that gets one more line before the second build. Left out: the Dockerfile is read and not built. */
  edit: z.string().optional(),
});
export interface Seed extends z.infer<typeof seedSchema> {
  files: ContextFile[];
}

/**
 * Dockerfiles taken from teaching material, each with the service its text describes, in the order of
 * `seeds.json`.
 */
export async function loadSeeds(root: string): Promise<Seed[]> {
  const listed = z.array(seedSchema).parse(JSON.parse(await readFile(join(root, 'seeds.json'), 'utf8')));
  return Promise.all(
    listed.map(async (seed) => ({ ...seed, files: await readContext(join(root, seed.folder)) })),
  );
}

/** Size on top of the base image that the packages of the service leave room for, in MB. */
const maxOwnMb = 360;

/**
 * The terms on which a seed is graded: every check there is, at its own weight, and nothing required. But for
 * `health-notices`: with an interval of 30 s, as they have it, an image takes minutes to notice a service
 * that hangs. A health check has 100 s, since one of them asks every 30 s and needs three failures to be
 * unhealthy.
 */
export function seedExercise(seed: Seed): Exercise {
  const parcel = (distance_km: number, stops: number, rain_mm: number) => ({ distance_km, stops, rain_mm });
  const terms = exerciseSchema.omit({ wrong: true }).parse({
    version: 1,
    slug: `seed-${seed.folder}`,
    title: seed.title,
    summary: seed.title,
    difficulty: 1,
    minutes: 1,
    editable: ['Dockerfile'],
    scenarios: [
      { id: 'no-change', title: 'Nothing changes', edits: [], expects: 'all-cached' },
      {
        id: 'edit',
        title: `A line is added to ${seed.edit}`,
        edits: [{ kind: 'append', path: seed.edit, text: '# {{nonce}}\n' }],
        expects: seed.edit === 'requirements.txt' ? 'deps-run' : 'deps-cached',
      },
    ],
    run: {
      port: 8_000,
      readyPath: '/health',
      readyTimeoutMs: 20_000,
      healthyWithinMs: 100_000,
      probes: [
        {
          name: 'a far parcel in the rain is late',
          method: 'POST',
          path: '/predict',
          body: parcel(80, 12, 6),
          expectJson: { late: true },
        },
        {
          name: 'a near parcel on a dry day is in time',
          method: 'POST',
          path: '/predict',
          body: parcel(10, 2, 0),
          expectJson: { late: false },
        },
      ],
    },
    rubric: {
      items: checks
        .filter(({ meta }) => meta.id !== 'health-notices')
        .map(({ meta }) => ({
          check: meta.id,
          points: meta.defaultPoints,
          options: meta.id === 'size-budget' ? { maxOwnMb } : {},
        })),
    },
  });
  return { ...terms, wrong: [] };
}
