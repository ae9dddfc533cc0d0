import { migrationNames } from '../migration-names.ts';
import { type ArchiveFacts, readArchive, whole } from './archive.ts';
import { BackupProblem, damaged } from './backup-problem.ts';
import { entryKind } from './entry-kind.ts';
import { type Manifest, parseManifest } from './manifest.ts';

/** The file of a backup, and what it takes to read it. */
export interface BackupSource {
  file: string;
  passphrase: string | undefined;
}

export interface ReadBackup extends ArchiveFacts {
  manifest: Manifest;
}

/** Reads a backup to its end, and changes nothing. @throws BackupProblem if it cannot be restored here */
export async function readBackup({ file, passphrase }: BackupSource): Promise<ReadBackup> {
  const known = await migrationNames();
  let manifest: Manifest | undefined;
  const facts = await readArchive(file, passphrase, async ({ path, bytes }) => {
    if (manifest === undefined) {
      if (path !== 'manifest.json') throw damaged();
      manifest = readManifest((await whole(bytes)).toString(), known);
    } else if (entryKind(path, manifest) === undefined) throw damaged();
  });
  if (manifest === undefined) throw damaged();
  return { manifest, ...facts };
}

function readManifest(text: string, known: readonly string[]): Manifest {
  try {
    return parseManifest(text, known);
  } catch (error) {
    throw error instanceof BackupProblem ? error : damaged(error);
  }
}
