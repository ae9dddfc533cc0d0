import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type Account, isRoot, owner } from './owner.ts';

const run = promisify(execFile);

/**
 * Who runs PostgreSQL, which refuses to be root and to use another's files: the owner of its files where
 * there are some, else of this installation, else the system's `postgres` user, made where missing. Undefined
 * where we are not root.
 */
export async function postgresAccount(cluster: string): Promise<Account | undefined> {
  if (!isRoot) return undefined;
  const files = await stat(cluster).catch(() => undefined);
  if (files !== undefined && files.uid !== 0) return { uid: files.uid, gid: files.gid };
  const known = owner();
  if (known !== undefined) return known;
  const exists = await run('id', ['-u', 'postgres']).then(
    () => true,
    () => false,
  );
  if (!exists)
    await run('useradd', [
      '--system',
      '--user-group',
      '--no-create-home',
      '--shell',
      '/usr/sbin/nologin',
      'postgres',
    ]);
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map((flag) => run('id', [flag, 'postgres']).then(({ stdout }) => Number(stdout))),
  );
  return { uid: uid!, gid: gid! };
}

/**
 * Words to put before a PostgreSQL command so that it runs as `account`. A checkout under /root (mode 700)
 * cannot be entered by another user: then the process keeps the one capability that lets it, the weaker of
 * the two where the machine grants it. Without `no_setuid_fixup` access(2), by which initdb finds its
 * programs, would not count the capability of a user other than root.
 *
 * @param binary must be executable that way
 * @param folder must be writable that way
 * @throws where no way works
 */
export async function commandPrefix(
  account: Account | undefined,
  binary: string,
  folder: string,
): Promise<string[]> {
  if (!account) return [];
  const plain = ['setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  for (const capability of [undefined, 'dac_read_search', 'dac_override']) {
    const prefix =
      capability === undefined
        ? plain
        : [
            ...plain,
            '--securebits=+no_setuid_fixup',
            `--inh-caps=+${capability}`,
            `--ambient-caps=+${capability}`,
          ];
    const works = await run(prefix[0]!, [
      ...prefix.slice(1),
      'sh',
      '-c',
      'test -x "$0" && test -w "$1"',
      binary,
      folder,
    ]).then(
      () => true,
      () => false,
    );
    if (works) return prefix;
  }
  throw new Error(
    `the user postgres can neither run ${binary} nor write ${folder}: move the project out of a private folder such as /root`,
  );
}
