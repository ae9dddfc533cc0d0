/**
 * Who may do what: every server action for every role. For a role that may not, no row of the database
 * changes; for one that may, one does. An action that is missing in action-matrix/ fails the test.
 */
import { globSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Action } from './action-matrix/action-call.ts';
import { type KeptState, type State, differences, keepState } from './action-matrix/kept-state.ts';
import { ofAccounts } from './action-matrix/of-accounts.ts';
import { ofAuthors } from './action-matrix/of-authors.ts';
import { ofClasses } from './action-matrix/of-classes.ts';
import { ofLearners } from './action-matrix/of-learners.ts';
import { ofLms } from './action-matrix/of-lms.ts';
import { ofOperators } from './action-matrix/of-operators.ts';
import { type World, makeWorld } from './action-matrix/world.ts';
import { request } from './request.ts';
import { roles } from './roles.ts';
import { SITE_URL, type Site, openSite } from './site.ts';

vi.mock('next/headers', async () => (await import('./request.ts')).nextHeaders);
vi.mock('next/cache', () => ({ refresh: () => {}, revalidatePath: () => {} }));

const app = join(import.meta.dirname, '../../app');
const rows = [ofAccounts, ofLearners, ofClasses, ofAuthors, ofLms, ofOperators].flatMap((area) =>
  Object.entries(area).flatMap(([path, actions]) =>
    Object.entries(actions).map(([name, row]) => ({ path, name, row })),
  ),
);

let site: Site;
let store: string;
let world: World;
let states: KeptState;

beforeAll(async () => {
  store = await mkdtemp(join(tmpdir(), 'action-matrix-'));
  site = await openSite({ CONTENT_STORE: join(store, 'content') });
  world = await makeWorld(site, store);
  states = await keepState(world);
});
afterAll(async () => {
  await site.close();
  await rm(store, { recursive: true });
});

/** The actions of a module, by its path in `app`. A folder stands for its `actions.ts`. */
const moduleOf = (path: string) =>
  import(join(app, path.endsWith('-actions') ? `${path}.ts` : `${path}/actions.ts`)) as Promise<
    Record<string, Action>
  >;

test('all are here', async () => {
  const found = globSync('**/{actions,*-actions}.ts', { cwd: app }).map((file) =>
    file.replace(/(\/actions)?\.ts$/, ''),
  );
  const exported: [string, string][] = [];
  for (const path of found) for (const name of Object.keys(await moduleOf(path))) exported.push([path, name]);
  const here = rows.map(({ path, name }) => [path, name]);
  expect(here.map(String).toSorted()).toEqual(exported.map(String).toSorted());
});

/** Whether an action did what it was asked for. Leading to a page that says what was wrong is no success. */
async function succeeds(promise: Promise<unknown>): Promise<boolean> {
  try {
    const answer = await promise;
    return typeof answer !== 'object' || answer === null || !('message' in answer || 'problems' in answer);
  } catch (error) {
    const digest = error instanceof Error && 'digest' in error ? String(error.digest) : '';
    if (digest.startsWith('NEXT_REDIRECT')) return !digest.includes('problem=');
    if (digest.startsWith('NEXT_HTTP_ERROR_FALLBACK')) return false;
    if (error instanceof Error && 'learnerMessage' in error) return false;
    throw error;
  }
}

test.each(rows.flatMap((one) => roles.map((role) => ({ ...one, role }))))(
  '$path $name by $role',
  async ({ path, name, role, row: [call, allowed, more = {}] }) => {
    const action = (await moduleOf(path))[name]!;
    const may = allowed.includes(role);
    if (may && more.onlyRefusals) return;
    const visitor = world.who.get(role);
    const headers = new Headers({ origin: SITE_URL, ...(visitor && { cookie: visitor.cookie }) });
    request.headers = headers;
    request.cookies.clear();
    await more.before?.(world);
    const before = more.before ? await states.state() : states.kept;
    let after: State | undefined;
    try {
      const situation = { ...world, ownId: visitor?.id ?? 'nobody', headers };
      const isDone = await succeeds(call(action, situation));
      after = await states.state();
      const isChanged = differences(before, after).length > 0;
      expect({ isDone: isDone && may, isChanged }).toEqual({ isDone: may, isChanged: may && !more.isRead });
    } finally {
      await states.restore(after ?? (await states.state()));
    }
  },
);
