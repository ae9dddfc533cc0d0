import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { type Account, isRoot, owner } from './owner.ts';

const run = promisify(execFile);

/**
 * The account that runs PostgreSQL, which refuses to run as root or to use another user's files: the owner of
 * its files if they exist, otherwise the owner of this installation, otherwise the system's `postgres` user,
 * which is created if missing. Undefined if this process is not root.
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
 * The command prefix that runs a PostgreSQL command as `account`. A checkout under /root (mode 700) cannot be
 * entered by another user. In that case, the process keeps one capability that allows it, the weaker of the
 * two if the machine grants it. initdb finds its programs with access(2), which would ignore the capability
 * of a user other than root without `no_setuid_fixup`.
 *
 * @param binary must be executable with the prefix
 * @param folder must be writable with the prefix
 * @throws if no prefix works
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
    `the user postgres cannot run ${binary} and write to ${folder}. Move the project out of a private folder such as /root.`,
  );
}
