import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Account {
  uid: number;
  gid: number;
}

/** PostgreSQL refuses to run as root: the system's `postgres` user, made where missing. Undefined where we are not root. */
export async function postgresAccount(): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await run('id', ['-u', 'postgres']).then(() => true, () => false);
  if (!known) await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']);
  const [uid, gid] = await Promise.all(['-u', '-g'].map((flag) => run('id', [flag, 'postgres']).then(({ stdout }) => Number(stdout))));
  return { uid: uid!, gid: gid! };
}

/**
 * Words to put before a PostgreSQL command so that it runs as `account`.
 * A checkout under /root (mode 700) cannot be entered by another user: then the process keeps the one capability that
 * lets it, the weaker of the two where the machine grants it.
 * @param binary must be executable that way
 * @param folder must be writable that way
 * @throws where no way works
 */
export async function commandPrefix(account: Account | undefined, binary: string, folder: string): Promise<string[]> {
  if (!account) return [];
  const plain = ['setpriv', `--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'];
  for (const capability of [undefined, 'dac_read_search', 'dac_override']) {
    const prefix = capability === undefined ? plain : [...plain, `--inh-caps=+${capability}`, `--ambient-caps=+${capability}`];
    const works = await run(prefix[0]!, [...prefix.slice(1), 'sh', '-c', 'test -x "$0" && test -w "$1"', binary, folder]).then(() => true, () => false);
    if (works) return prefix;
  }
  throw new Error(`the user postgres can neither run ${binary} nor write ${folder}: move the project out of a private folder such as /root`);
}
