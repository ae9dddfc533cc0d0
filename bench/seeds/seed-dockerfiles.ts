import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exerciseSchema, type ContextFile, type Exercise } from '@dfm/contracts';
import { readContext } from '@dfm/course/exercises';
import { checks } from '@dfm/grading';
import { z } from 'zod';

const seedSchema = z.strictObject({
  folder: z.string(),
  title: z.string(),
  /** Differences from the document that it is taken from. */
  changed: z.array(z.string()),
  /** File that gets one more line before the second build. If omitted, the Dockerfile is only read, not built. */
  edit: z.string().optional(),
});
export interface Seed extends z.infer<typeof seedSchema> {
  files: ContextFile[];
}

/**
 * Dockerfiles from teaching material, each with the service that its document describes, in the order of
 * `seeds.json`.
 */
export async function loadSeeds(root: string): Promise<Seed[]> {
  const listed = z.array(seedSchema).parse(JSON.parse(await readFile(join(root, 'seeds.json'), 'utf8')));
  return Promise.all(
    listed.map(async (seed) => ({ ...seed, files: await readContext(join(root, seed.folder)) })),
  );
}

/** Size limit on top of the base image, in MB; enough for the packages of the service. */
const maxOwnMb = 360;

/**
 * The exercise that a seed is graded as: every check at its default weight, and none required.
 * `health-notices` is left out, because with the seeds' interval of 30 s an image takes minutes to notice
 * that a service hangs. Health checks have 100 s, because one of them runs every 30 s and needs three
 * failures to be unhealthy.
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
