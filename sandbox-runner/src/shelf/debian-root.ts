import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../host/command.ts';
import type { Progress } from '../host/progress.ts';

export const standInDir = join(import.meta.dirname, '../../images/stand-in');

/** Documentation and translations that the official slim images leave out too. */
const slimExcludes = ['man', 'doc', 'locale', 'info', 'lintian', 'linda', 'groff'].map((name) => `path-exclude=/usr/share/${name}/*`);

/**
 * Builds the root filesystem of Debian bookworm as a tar file, from the mirror that mmdebstrap knows or the machine's settings name.
 * Needs mmdebstrap and the archive's keyring on this machine.
 */
export async function buildDebianRoot(tarPath: string, progress: Progress): Promise<void> {
  progress('debian', 'building the Debian bookworm root filesystem');
  const options = [...slimExcludes, 'path-include=/usr/share/doc/*/copyright'].map((option) => `--dpkgopt=${option}`);
  const hook = `--customize-hook="${join(standInDir, 'customize')}" "$1"`;
  await runCommand('mmdebstrap', ['--variant=minbase', '--skip=output/dev', ...options, hook, 'bookworm', `${tarPath}.new.tar`]);
  await rename(`${tarPath}.new.tar`, tarPath);
}
