import { existsSync } from 'node:fs';
import { readFile, statfs } from 'node:fs/promises';
import { release } from 'node:os';
import { join } from 'node:path';
import { userNamespaceRestriction } from '../user-namespaces.ts';
import type { Check } from './check.ts';
import { type Finding, good, problem, warning } from './finding.ts';

/** What sandboxes need of the kernel, as far as it can be read. */
export const kernel: Check = {
  name: 'kernel',
  about: 'kernel, user namespaces, overlay, XFS, cgroups',
  async run({ runner: { DATA_DIR } }) {
    const type = await statfs(DATA_DIR).then(
      (found) => found.type,
      () => undefined,
    );
    return kernelFindings(release(), type);
  },
};

/** Numbers of file systems that share blocks between copies (statfs(2)). */
const sharing: Readonly<Record<number, string>> = { 0x58465342: 'XFS', 0x9123683e: 'btrfs' };
/** Mounts can show different owners on ext4 and XFS. */
const mapsOwnersSince = [5, 19] as const;

/**
 * @param version of the kernel
 * @param dataType type of the file system of DATA_DIR; undefined if it does not exist yet
 * @param at folder that contains proc, sys and lib
 */
export async function kernelFindings(
  version: string,
  dataType: number | undefined,
  at = '/',
): Promise<Finding[]> {
  const restriction = await userNamespaceRestriction((path) => readFile(join(at, path), 'utf8'));
  const known = await knownFileSystems(version, at);
  const findings: Finding[] = [];
  if (restriction !== undefined)
    findings.push(problem(restriction.message, `Allow them: ${restriction.command}.`));
  if (!known('overlay'))
    findings.push(
      problem(
        'the kernel has no overlay file system, on which engines store images',
        'Load it with modprobe overlay, or use a kernel that has it.',
      ),
    );
  const own = dataType === undefined ? undefined : sharing[dataType];
  if (own === undefined && !known('xfs'))
    findings.push(
      warning(
        'the kernel has no XFS, so every sandbox copies its disk in full',
        'Load it with modprobe xfs, or move DATA_DIR to XFS or btrfs; otherwise each start takes seconds longer.',
      ),
    );
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [sinceMajor, sinceMinor] = mapsOwnersSince;
  if (major < sinceMajor || (major === sinceMajor && minor < sinceMinor))
    findings.push(
      warning(
        `Linux ${version} cannot map the owners of files, so they are changed for every sandbox`,
        `Use Linux ${mapsOwnersSince.join('.')} or newer; otherwise each start takes seconds longer.`,
      ),
    );
  if (findings.length > 0) return findings;
  const cgroups = existsSync(join(at, 'sys/fs/cgroup/cgroup.controllers')) ? 'v2' : 'v1';
  return [
    good(
      `Linux ${version}, user namespaces, overlay, ${own === undefined ? 'XFS' : `DATA_DIR on ${own}`}, cgroup ${cgroups}`,
    ),
  ];
}

/** Whether the kernel has a file system, or a module for it. */
async function knownFileSystems(version: string, at: string): Promise<(name: string) => boolean> {
  const read = (path: string) => readFile(join(at, path), 'utf8').catch(() => '');
  const [loaded, ...modules] = await Promise.all([
    read('proc/filesystems'),
    read(`lib/modules/${version}/modules.builtin`),
    read(`lib/modules/${version}/modules.dep`),
  ]);
  const names = new Set(loaded.split('\n').map((line) => line.split('\t').at(-1)));
  return (name) => names.has(name) || modules.some((list) => list.includes(`/${name}.ko`));
}
