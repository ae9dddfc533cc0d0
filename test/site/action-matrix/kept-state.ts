/** Notices what an action has changed, and takes it back. */
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { World } from './world.ts';

/** A table that only counts attempts. Those of someone who is refused count too. */
const counting = 'hourly_use';

/** A digest of all rows by table, and of the branches of the content as `git`. */
export type State = ReadonlyMap<string, string>;

export interface KeptState {
  kept: State;
  /** The state now. */
  state(): Promise<State>;
  /** Brings everything back that is different. @param now the state now */
  restore(now: State): Promise<void>;
}

/** Names of what differs between two states. */
export const differences = (one: State, other: State): string[] =>
  [...one.keys()].filter((name) => one.get(name) !== other.get(name));

/** Copies every row, so that it can be brought back. */
export async function keepState({ site, parts, repository, git }: World): Promise<KeptState> {
  const found = await site.query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT LIKE '\\_%' ORDER BY 1`,
  );
  const tables = found.map(({ name }) => name);
  await site.query('CREATE SCHEMA kept');
  for (const name of tables) await site.query(`CREATE TABLE kept."${name}" AS TABLE public."${name}"`);

  const digests = tables
    .filter((name) => name !== counting)
    .map(
      (name) =>
        `SELECT '${name}' AS name, md5(coalesce(string_agg(own::text, '|' ORDER BY own::text), '')) AS digest FROM "${name}" AS own`,
    );
  const state = async (): Promise<State> => {
    const rows = await site.query<{ name: string; digest: string }>(digests.join(' UNION ALL '));
    return new Map([
      ...rows.map(({ name, digest }) => [name, digest] as const),
      ['git', await branchesOf(repository)],
    ]);
  };
  const restoreBranches = () => {
    git('update-ref', 'refs/heads/draft/one', parts.commit!);
    git('update-ref', 'refs/heads/main', parts.main!);
    if (git('for-each-ref', 'refs/heads/draft/two') !== '') git('update-ref', '-d', 'refs/heads/draft/two');
  };
  // Without foreign keys, so that the order of the tables does not matter.
  const restoreRows = (names: readonly string[]) =>
    site.query(
      [
        'SET session_replication_role = replica',
        ...names.map((name) => `DELETE FROM "${name}"; INSERT INTO "${name}" SELECT * FROM kept."${name}"`),
        'SET session_replication_role = DEFAULT',
      ].join(';'),
    );
  const kept = await state();
  return {
    kept,
    state,
    restore: async (now) => {
      const changed = differences(kept, now);
      if (changed.includes('git')) restoreBranches();
      await restoreRows([...changed.filter((name) => name !== 'git'), counting]);
    },
  };
}

/** All branches with their commits, read without starting git for each test. None is packed. */
async function branchesOf(repository: string): Promise<string> {
  const found = await readdir(join(repository, 'refs'), { recursive: true, withFileTypes: true });
  const files = found.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const lines = files.toSorted().map(async (file) => `${file} ${await readFile(file, 'utf8')}`);
  return (await Promise.all(lines)).join('');
}
