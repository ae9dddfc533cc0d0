import { z } from 'zod';
import { BackupProblem } from './backup-problem.ts';

/** Increases when an older version of the platform could not restore a new backup. */
export const FORMAT = 1;

export const imageSchema = z.object({
  reference: z.string(),
  standIn: z.boolean(),
  digest: z.string().optional(),
  manifest: z.string(),
});

/** The first entry of a backup: what made it, and what is in it. */
const manifestSchema = z.object({
  format: z.literal(FORMAT),
  madeAt: z.iso.datetime(),
  /** Commit of the installation's clone; null without git. */
  commit: z.string().nullable(),
  /** Version of the PostgreSQL that had the data. Any version from 15 on can restore it. */
  postgres: z.string(),
  /** Names of the migrations that the database had. */
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()) })),
  /** The images of the shelf by their digests. Their layers are not in the backup. */
  shelf: z.array(imageSchema),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type Table = Manifest['tables'][number];

/**
 * Reads a manifest.
 *
 * @param known the migrations that this version of the platform has
 * @throws BackupProblem if a newer version made the backup
 */
export function parseManifest(text: string, known: readonly string[]): Manifest {
  const json = z.looseObject({ format: z.number(), commit: z.unknown() }).parse(JSON.parse(text));
  const newer = (what: string) =>
    new BackupProblem(
      `The backup was made by a newer version of the platform: it has ${what}, which this version does not know. Update this installation${typeof json.commit === 'string' ? ` to commit ${json.commit} or later` : ''}, then restore again.`,
    );
  if (json.format > FORMAT) throw newer(`format ${json.format}`);
  const manifest = manifestSchema.parse(json);
  const unknown = manifest.migrations.find((name) => !known.includes(name));
  if (unknown !== undefined) throw newer(`the migration ${unknown}`);
  return manifest;
}
