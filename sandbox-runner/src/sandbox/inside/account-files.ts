import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Writes the files for a sandbox's /etc that define its user and the 65,536 IDs above it, which its user
 * namespace maps. They cannot be in the image, because the root file system is read-only and the IDs are
 * different in each slot.
 *
 * They also define the user of shells, whose IDs are those inside the user namespace. The engine gives its
 * socket to the group `docker`.
 *
 * @returns their binds, as `source:target:ro`
 */
export async function writeAccountFiles(slotDir: string, uid: number): Promise<string[]> {
  const dir = join(slotDir, 'etc');
  await mkdir(dir, { recursive: true });
  const files = accountFiles(uid, 65_536);
  for (const [name, text] of Object.entries(files)) await writeFile(join(dir, name), text, { mode: 0o644 });
  return Object.keys(files).map((name) => `${join(dir, name)}:/etc/${name}:ro`);
}

/**
 * Texts of the files in `/etc`, by their names.
 *
 * @param uid of the sandbox's user
 * @param mappedIds number of the IDs above it that its user namespace maps
 */
export function accountFiles(uid: number, mappedIds: number): Readonly<Record<string, string>> {
  const ids = `${uid}:${uid + 1}:${mappedIds}\n`;
  return {
    passwd: `root:x:0:0::/:/usr/sbin/nologin\nlearner:x:1000:1000::/home/learner:/bin/bash\nsandbox:x:${uid}:${uid}::/home/sandbox:/usr/sbin/nologin\n`,
    group: `root:x:0:\ndocker:x:999:learner\nlearner:x:1000:\nsandbox:x:${uid}:\n`,
    subuid: ids,
    subgid: ids,
  };
}
