import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../host/command.ts';
import type { Progress } from '../host/progress.ts';

export const standInDir = join(import.meta.dirname, '../../images/stand-in');

/** Paths that the official slim images exclude, with exceptions. */
const slimFilter = [
  ...['doc', 'groff', 'info', 'linda', 'lintian/overrides', 'locale', 'man'].map(
    (folder) => `path-exclude=/usr/share/${folder}/*`,
  ),
  'path-include=/usr/share/doc/*/copyright',
  ...['all_languages', 'currency/*', 'l10n/*', 'languages', 'locale.alias'].map(
    (name) => `path-include=/usr/share/locale/${name}`,
  ),
];

/** `slim` has no documentation and no translations. The official full Python image is built on `full`. */
export type DebianVariant = 'slim' | 'full';

/**
 * Builds the root file system of Debian bookworm as a tar file, from mmdebstrap's default mirror or the one
 * in the machine's settings. Requires mmdebstrap and the archive's keyring on this machine.
 */
export async function buildDebianRoot(
  tarPath: string,
  variant: DebianVariant,
  progress: Progress,
): Promise<void> {
  progress('debian', `building the Debian bookworm root filesystem (${variant})`);
  const filter = variant === 'slim' ? slimFilter.map((option) => `--dpkgopt=${option}`) : [];
  // Creates /bin and similar folders as links first. Otherwise, apt installs usrmerge, which depends on all of
  // Perl (43 MB).
  const mergedUsr = '--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr';
  const hook = `--customize-hook="${join(standInDir, 'customize')}" "$1"`;
  await runCommand('mmdebstrap', [
    '--variant=minbase',
    '--skip=output/dev',
    mergedUsr,
    ...filter,
    hook,
    'bookworm',
    `${tarPath}.new.tar`,
  ]);
  await rename(`${tarPath}.new.tar`, tarPath);
}
