/** Git over HTTP, with the real client: clones, pushes, and everything that is refused. */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gzipSync } from 'node:zlib';
import { ContentStore } from '@dfm/content-store/content-store';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { POST as receive } from '../../app/content.git/git-receive-pack/route.ts';
import { POST as upload } from '../../app/content.git/git-upload-pack/route.ts';
import { GET as refs } from '../../app/content.git/info/refs/route.ts';
import { makeApiToken } from '../../lib/accounts/api-token.ts';
import type { Account } from '../../lib/auth/session.ts';
import { type ContentAccess, contentAccess } from '../../lib/authoring/content-access.ts';
import { contentStore } from '../../lib/authoring/content-store.ts';
import { draftFile, saveFile } from '../../lib/authoring/draft-file.ts';
import { createDraft, draftTree, drafts } from '../../lib/authoring/drafts.ts';
import { holdGitPlace } from '../../lib/authoring/git-places.ts';
import { parseTrustedProxies } from '../../lib/http/client-address.ts';
import { createGuardedServer } from '../../lib/http/guarded-server.ts';
import { newAccount, newCohort } from './school.ts';
import { type Site, SITE_URL, newLearner, openSite } from './site.ts';

let site: Site;
let server: Server;
let folder: string;
let ada: Account;
let access: ContentAccess;
let store: ContentStore;
/** Of Ada: one that pushes, and one that only reads. */
let token: string;
let readToken: string;
let origin: string;
let clones = 0;

const handlers: Record<string, (request: Request) => Promise<Response>> = {
  'GET /content.git/info/refs': (request) => refs(request, {}),
  'POST /content.git/git-upload-pack': (request) => upload(request, {}),
  'POST /content.git/git-receive-pack': (request) => receive(request, {}),
};

/** Calls a route handler as Next would. */
async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const handler = handlers[`${request.method} ${request.url!.split('?')[0]}`];
  if (!handler) return void response.writeHead(404).end();
  const gone = new AbortController();
  response.once('close', () => gone.abort());
  const answer = await handler(
    new Request(`${SITE_URL}${request.url}`, {
      method: request.method,
      headers: request.headers as Record<string, string>,
      ...(request.method === 'POST' && { body: Readable.toWeb(request) as ReadableStream, duplex: 'half' }),
      signal: gone.signal,
    } as RequestInit),
  );
  if (response.headersSent) return;
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  if (answer.body) await pipeline(Readable.fromWeb(answer.body as never), response).catch(() => {});
  else response.end();
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'content-git-'));
  const content = join(folder, 'installed');
  await mkdir(join(content, 'lessons'), { recursive: true });
  await writeFile(join(content, 'course.yaml'), 'title: Course\n');
  await writeFile(join(content, 'lessons/a.mdx'), 'one\ntwo\nthree\n');
  await writeFile(join(content, 'lessons/b.mdx'), 'b\n');
  site = await openSite({ CONTENT_DIR: content, CONTENT_STORE: join(folder, 'content') });
  ada = await newAccount(site, 'Ada');
  const admin = { ...ada, isAdmin: true };
  await site.query('UPDATE "user" SET is_admin = true WHERE id = $1', [ada.id]);
  access = await contentAccess(admin);
  store = await contentStore(access);
  token = await makeApiToken(ada, { name: 'git', mayPush: true });
  readToken = await makeApiToken(ada, { name: 'git, reading', mayPush: false });
  server = createGuardedServer({ trustedProxies: parseTrustedProxies('') }, (request, response) => {
    serve(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
  await site.close();
  await rm(folder, { recursive: true });
});
beforeEach(() => site.clear('audit_entry', 'hourly_use'));
afterEach(async () => {
  for (const { id } of await store.drafts()) await store.deleteDraft(id);
});

interface Ended {
  code: number;
  output: string;
}

interface Call {
  cwd: string;
  environment?: Record<string, string>;
  /** Written to the standard input. */
  input?: string;
}

/** Runs git without the settings of the machine. Never throws for an exit code. */
function run({ cwd, environment = {}, input }: Call, ...args: string[]): Promise<Ended> {
  const env = {
    PATH: process.env.PATH!,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_AUTHOR_NAME: 'Eve',
    GIT_AUTHOR_EMAIL: 'eve@elsewhere.example',
    GIT_COMMITTER_NAME: 'Eve',
    GIT_COMMITTER_EMAIL: 'eve@elsewhere.example',
    LC_ALL: 'C',
    ...environment,
  } as unknown as NodeJS.ProcessEnv;
  return new Promise((resolve) => {
    const child = execFile('git', args, { cwd, env, maxBuffer: 1e8 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? 1) : 0, output: stdout + stderr }),
    );
    child.stdin!.end(input);
  });
}

/** The output of git, which has to work. @param where a folder, or a folder and more */
async function git(where: string | Call, ...args: string[]): Promise<string> {
  const { code, output } = await run(typeof where === 'string' ? { cwd: where } : where, ...args);
  if (code !== 0) throw new Error(`git ${args.join(' ')}: ${output}`);
  return output.trim();
}

const addressWith = (secret: string, user = 'any') => {
  const { host } = new URL(origin);
  return `http://${user}:${secret}@${host}/content.git`;
};

async function cloned(secret = token): Promise<string> {
  const name = `clone-${++clones}`;
  await git(folder, 'clone', '-q', addressWith(secret), name);
  return join(folder, name);
}

async function committed(clone: string, files: Record<string, string | Buffer>): Promise<string> {
  for (const [path, contents] of Object.entries(files)) await writeFile(join(clone, path), contents);
  await git(clone, 'add', '.');
  await git(clone, 'commit', '-qm', 'Pushed change');
  return git(clone, 'rev-parse', 'HEAD');
}

const push = (clone: string, ...args: string[]) => run({ cwd: clone }, 'push', 'origin', ...args);
const recorded = () =>
  site.query<{ action: string }>('SELECT action, actor_id, actor_role, details FROM audit_entry ORDER BY id');
const state = async () => [await store.drafts(), await store.main(), await store.versions()];

describe('a clone', () => {
  test('has the content and the drafts, and can get versions', async () => {
    const commit = await createdDraft('one');
    const clone = await cloned(readToken);
    expect((await readdir(clone)).toSorted()).toEqual(['.git', 'course.yaml', 'lessons']);
    expect(await git(clone, 'rev-parse', 'origin/draft/one')).toBe(commit);
    await git(clone, 'fetch', '-q', 'origin', 'refs/published/*:refs/tags/v*');
    expect(await git(clone, 'rev-parse', 'v1')).toBe((await store.versions())[0]!.commit);
  });

  test.each(['0', '1', '2'])(
    'works with version %s of the protocol, and so does a fetch',
    async (version) => {
      const clone = join(folder, `clone-${++clones}`);
      await git(folder, '-c', `protocol.version=${version}`, 'clone', '-q', addressWith(token), clone);
      const commit = await createdDraft('later');
      await git(clone, '-c', `protocol.version=${version}`, 'fetch', '-q');
      expect(await git(clone, 'rev-parse', 'origin/draft/later')).toBe(commit);
    },
  );

  test('cannot have the server filter', async () => {
    const clone = `clone-${++clones}`;
    const { output } = await run({ cwd: folder }, 'clone', '--filter=blob:none', addressWith(token), clone);
    expect(output).toContain('filtering not recognized by server');
    expect(await git(join(folder, clone), 'rev-list', '--objects', '--missing=print', '--all')).not.toContain(
      '?',
    );
  });

  test('can be made with an entered password, because git is asked for one', async () => {
    const answers = join(folder, 'answers');
    await writeFile(answers, `#!/bin/sh\ncase $1 in Username*) echo ada ;; *) echo ${token} ;; esac\n`);
    await chmod(answers, 0o755);
    const { code } = await run(
      { cwd: folder, environment: { GIT_ASKPASS: answers } },
      ...['clone', '-q', `${origin}/content.git`, `clone-${++clones}`],
    );
    expect(code).toBe(0);
  });
});

async function createdDraft(id: string): Promise<string> {
  await createDraft(access, id);
  return (await draftTree(access, id)).commit;
}

describe('a push', () => {
  test('makes a draft, with its authors, and says who pushed', async () => {
    const clone = await cloned();
    const commit = await committed(clone, { 'lessons/b.mdx': 'pushed\n' });
    expect(await push(clone, 'HEAD:refs/heads/draft/from-outside')).toMatchObject({ code: 0 });
    expect(await draftFile(access, 'from-outside', 'lessons/b.mdx')).toMatchObject({ text: 'pushed\n' });
    const tree = await draftTree(access, 'from-outside');
    expect(tree.history).toMatchObject([{ id: commit, by: 'Eve', subject: 'Pushed change' }]);
    expect(await recorded()).toEqual([
      {
        action: 'content.push',
        actor_id: ada.id,
        actor_role: 'admin',
        details: { commit: commit.slice(0, 12) },
      },
    ]);
  });

  test('to a draft is seen by a page that was open', async () => {
    await createdDraft('one');
    const clone = await cloned();
    await git(clone, 'switch', '-q', 'draft/one');
    const { commit: seen } = await draftTree(access, 'one');
    await committed(clone, { 'lessons/b.mdx': 'pushed\n' });
    expect(await push(clone)).toMatchObject({ code: 0 });
    const save = (path: string) =>
      saveFile(access, { draft: 'one', path, seen, contents: Buffer.from('mine\n'), message: '' });
    expect(await save('lessons/b.mdx')).toMatchObject({ kind: 'conflict', theirs: 'pushed\n' });
    expect(await save('lessons/a.mdx')).toMatchObject({ kind: 'saved' });
  });

  test('of nothing new is recorded as nothing', async () => {
    await createdDraft('one');
    const clone = await cloned();
    expect(await push(clone, 'HEAD:refs/heads/draft/one')).toMatchObject({ code: 0 });
    expect(await recorded()).toEqual([]);
  });

  test('that lacks the newest save is refused, with force too', async () => {
    const before = await createdDraft('one');
    const clone = await cloned();
    const contents = Buffer.from('in the browser\n');
    await saveFile(access, { draft: 'one', path: 'lessons/a.mdx', seen: before, contents, message: '' });
    await committed(clone, { 'lessons/b.mdx': 'pushed\n' });
    const kept = await state();
    expect((await push(clone, 'HEAD:refs/heads/draft/one')).output).toContain('[rejected]');
    const forced = await push(clone, '--force', 'HEAD:refs/heads/draft/one');
    expect(forced.output).toContain('This push lacks commits that the draft has. Run git pull');
    expect(await state()).toEqual(kept);
    await git(clone, 'pull', '-q', '--no-rebase', '--no-edit', 'origin', 'draft/one');
    expect(await push(clone, 'HEAD:refs/heads/draft/one')).toMatchObject({ code: 0 });
  });

  test('of links is taken, and the links are no files of the content', async () => {
    const clone = await cloned();
    await git(
      clone,
      '-c',
      'core.symlinks=true',
      'update-index',
      '--add',
      '--cacheinfo',
      `120000,${await git(clone, 'rev-parse', 'HEAD:lessons/b.mdx')},lessons/link.mdx`,
    );
    await git(clone, 'commit', '-qm', 'Link');
    expect(await push(clone, 'HEAD:refs/heads/draft/link')).toMatchObject({ code: 0 });
    expect((await draftTree(access, 'link')).problems).toMatchObject([{ path: 'lessons/link.mdx' }]);
  });

  test('of a commit from the far future breaks no list', async () => {
    const clone = await cloned();
    const environment = { GIT_COMMITTER_DATE: '@99999999999999 +0000' };
    await git({ cwd: clone, environment }, 'commit', '-q', '--allow-empty', '-m', 'Later');
    expect(await push(clone, 'HEAD:refs/heads/draft/later')).toMatchObject({ code: 0 });
    expect((await drafts(access)).drafts).toMatchObject([{ id: 'later' }]);
  });
});

/** Pushes that are refused: what is pushed, and what the client is told. */
const refusedPushes: [name: string, make: (clone: string) => Promise<string[]>, reason: string][] = [
  ['to main', async () => ['HEAD:refs/heads/main'], 'Only drafts can be pushed'],
  ['to main, with force', async () => ['--force', 'HEAD:refs/heads/main'], 'Only drafts can be pushed'],
  ['of a tag', async () => ['HEAD:refs/tags/x'], 'Only drafts can be pushed'],
  ['of a note', async () => ['HEAD:refs/notes/commits'], 'Only drafts can be pushed'],
  ['of a different branch', async () => ['HEAD:refs/heads/other'], 'Only drafts can be pushed'],
  ['with a name that is none', async () => ['HEAD:refs/heads/draft/A_b'], 'lower-case letters'],
  ['with a folder in the name', async () => ['HEAD:refs/heads/draft/a/b'], 'Only drafts can be pushed'],
  ['of a version', async () => ['HEAD:refs/published/2'], 'deny updating a hidden ref'],
  ['over a version', async () => ['--force', 'HEAD:refs/published/1'], 'deny updating a hidden ref'],
  ['that deletes a draft', async () => [':refs/heads/draft/kept'], 'A draft is deleted on the site'],
  [
    'of a draft together with main',
    async () => ['HEAD:refs/heads/draft/fine', 'HEAD:refs/heads/main'],
    'Only drafts can be pushed',
  ],
  [
    'without the history of the content',
    async (clone) => {
      await git(clone, 'checkout', '-q', '--orphan', 'orphan');
      await git(clone, 'commit', '-qm', 'Alone');
      return ['HEAD:refs/heads/draft/orphan'];
    },
    'A draft starts from the content of the site',
  ],
  [
    'with a file that is too large',
    async (clone) => {
      await committed(clone, { 'lessons/large file.bin': Buffer.alloc(5_000_001) });
      return ['HEAD:refs/heads/draft/large'];
    },
    'A file can have at most 5 MB: lessons/large file.bin',
  ],
  [
    'with a file that was too large in between',
    async (clone) => {
      await committed(clone, { 'large.bin': Buffer.alloc(5_000_001) });
      await committed(clone, { 'large.bin': 'small' });
      return ['HEAD:refs/heads/draft/large'];
    },
    'A file can have at most 5 MB: large.bin',
  ],
  [
    'of few objects that list many files',
    async (clone) => {
      const blob = await git(clone, 'rev-parse', 'HEAD:lessons/b.mdx');
      let tree = await treeOf(
        clone,
        Array.from({ length: 10 }, (_, n) => `100644 blob ${blob}\t${n}`),
      );
      for (let depth = 0; depth < 9; depth += 1)
        tree = await treeOf(
          clone,
          Array.from({ length: 10 }, (_, n) => `040000 tree ${tree}\t${n}`),
        );
      return [`${await commitOf(clone, tree)}:refs/heads/draft/bomb`];
    },
    'The content can have at most 20,000 files',
  ],
  [
    'of a tree that git would not check out',
    async (clone) => {
      const blob = await git(clone, 'rev-parse', 'HEAD:lessons/b.mdx');
      const inner = await treeOf(clone, [`100644 blob ${blob}\tconfig`]);
      return [
        `${await commitOf(clone, await treeOf(clone, [`040000 tree ${inner}\t.git`]))}:refs/heads/draft/dot`,
      ];
    },
    'hasDotgit',
  ],
  [
    'of too many commits',
    async (clone) => {
      const commits = Array.from(
        { length: 501 },
        (_, n) =>
          `commit refs/heads/many\ncommitter E <e@x> ${n + 1} +0000\ndata 1\nx\n${n === 0 ? 'from refs/heads/main^0\n' : ''}\n`,
      );
      await git({ cwd: clone, input: commits.join('') }, 'fast-import', '--quiet');
      return ['many:refs/heads/draft/many'];
    },
    'A push can have at most 500 commits',
  ],
];

/** Makes a tree as git itself would not. */
async function treeOf(clone: string, entries: string[]): Promise<string> {
  return git({ cwd: clone, input: `${entries.join('\n')}\n` }, 'mktree');
}

const commitOf = (clone: string, tree: string) => git(clone, 'commit-tree', tree, '-p', 'HEAD', '-m', 'x');

test.each(refusedPushes)('a push %s is refused, and leaves nothing behind', async (_name, make, reason) => {
  await createdDraft('kept');
  const clone = await cloned();
  await committed(clone, { 'lessons/b.mdx': 'pushed\n' });
  const args = await make(clone);
  const before = [await state(), await store.bytesOnDisk()];
  const { code, output } = await push(clone, ...args);
  expect(output).toContain(reason);
  expect(code).not.toBe(0);
  expect([await state(), await store.bytesOnDisk()]).toEqual(before);
  expect(await recorded()).toEqual([]);
  expect((await readdir(join(folder, 'content/objects'))).filter((name) => name.startsWith('tmp'))).toEqual(
    [],
  );
});

describe('a push that is too large', () => {
  test.each([
    ['for git', 11, 'pack exceeds maximum allowed size'],
    ['for the site’s server', 16, ''],
  ])('%s changes nothing', async (_name, files, reason) => {
    const clone = await cloned();
    const contents = Array.from({ length: files }, (_, n) => [`${n}.bin`, randomBytes(4_900_000)] as const);
    await committed(clone, Object.fromEntries(contents));
    const before = [await state(), await store.bytesOnDisk()];
    const { code, output } = await push(clone, 'HEAD:refs/heads/draft/large');
    expect(code).not.toBe(0);
    expect(output).toContain(reason);
    expect([await state(), await store.bytesOnDisk()]).toEqual(before);
  });

  test('for the repository is refused with the limit', async () => {
    const clone = await cloned();
    await committed(clone, { 'lessons/b.mdx': 'pushed\n' });
    const full = vi.spyOn(ContentStore.prototype, 'bytesOnDisk').mockResolvedValue(1_000_000_000);
    const { code, output } = await push(clone, 'HEAD:refs/heads/draft/one');
    full.mockRestore();
    expect(code).not.toBe(0);
    expect(output).toContain('The content has reached the limit of 1,000 MB');
  });

  test('near miss: 40 MB are taken', async () => {
    const clone = await cloned();
    const contents = Array.from({ length: 8 }, (_, n) => [`${n}.bin`, randomBytes(4_900_000)] as const);
    await committed(clone, Object.fromEntries(contents));
    expect(await push(clone, 'HEAD:refs/heads/draft/large')).toMatchObject({ code: 0 });
    expect((await draftTree(access, 'large')).files).toHaveLength(11);
  });
});

const basic = (secret: string) => ({
  authorization: `Basic ${Buffer.from(`any:${secret}`).toString('base64')}`,
});
const ask = (service: string, headers: Record<string, string> = {}) =>
  fetch(`${origin}/content.git/info/refs?service=${service}`, { headers });
const services = ['git-upload-pack', 'git-receive-pack'];

describe('who may', () => {
  test.each<[string, () => Promise<Record<string, string>>]>([
    ['no password', async () => ({})],
    ['a session', async () => ({ cookie: (await newLearner()).cookie })],
    ['a token that does not exist', async () => basic(`dfm_${'a'.repeat(43)}`)],
    ['a token as for the API', async () => ({ authorization: `Bearer ${token}` })],
    ['an empty password', async () => basic('')],
    ['something that is not base64', async () => ({ authorization: 'Basic ::' })],
    [
      'a token that has expired',
      async () => {
        const old = await makeApiToken(ada, { name: 'old', mayPush: true });
        await site.query(`UPDATE api_token SET expires_at = now() WHERE name = 'old'`);
        return basic(old);
      },
    ],
    [
      'a token that was deleted',
      async () => {
        const gone = await makeApiToken(ada, { name: 'gone', mayPush: true });
        await site.query(`DELETE FROM api_token WHERE name = 'gone'`);
        return basic(gone);
      },
    ],
  ])('not with %s', async (_name, headers) => {
    const given = await headers();
    for (const service of services) {
      const response = await ask(service, given);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toMatch(/^Basic realm="/);
      expect(await response.text()).toMatch(/^This needs a token/);
    }
    for (const service of services) {
      const response = await fetch(`${origin}/content.git/${service}`, {
        method: 'POST',
        headers: { ...given, 'content-type': `application/x-${service}-request` },
        body: '0000',
      });
      expect(response.status).toBe(401);
    }
  });

  test.each([
    ['author', [200, 200]],
    ['instructor', [200, 200]],
    ['assistant', [403, 403]],
    [undefined, [403, 403]],
  ])('as %s: clone and push %j', async (role, statuses) => {
    const person = await newAccount(site, `Person-${role}`);
    if (role !== undefined) await newCohort(site, { [person.id]: role });
    const headers = basic(await makeApiToken(person, { name: 'git', mayPush: true }));
    expect(await Promise.all(services.map(async (service) => (await ask(service, headers)).status))).toEqual(
      statuses,
    );
    await site.query('DELETE FROM staff_member WHERE user_id = $1', [person.id]);
    const lost = await ask('git-receive-pack', headers);
    expect([lost.status, await lost.text()]).toEqual([403, expect.stringContaining('Only authors')]);
  });

  test('a token that reads cannot push', async () => {
    const clone = await cloned(readToken);
    await committed(clone, { 'lessons/b.mdx': 'pushed\n' });
    const { code, output } = await push(clone, 'HEAD:refs/heads/draft/one');
    expect(code).not.toBe(0);
    expect(output).toContain('This token only reads');
    expect(await store.drafts()).toEqual([]);
  });

  test('a page of any site cannot push with what the browser remembers', async () => {
    const send = (headers: Record<string, string>) =>
      fetch(`${origin}/content.git/git-receive-pack`, {
        method: 'POST',
        headers: { ...basic(token), ...headers },
        body: '0000',
      });
    const type = 'application/x-git-receive-pack-request';
    expect((await send({ 'content-type': type, origin: SITE_URL })).status).toBe(403);
    expect((await send({ 'content-type': 'text/plain' })).status).toBe(400);
    expect((await send({ 'content-type': type })).status).toBe(200);
  });

  test('an account has a limit of requests per hour', async () => {
    await site.query(`INSERT INTO hourly_use (subject, kind, since, count) VALUES ($1, 'git', now(), 1000)`, [
      ada.id,
    ]);
    const { output } = await run({ cwd: folder }, 'clone', addressWith(token), 'never');
    expect(output).toContain('limit of 1,000 requests of git per hour');
  });
});

describe('what a client can ask for', () => {
  test.each([
    ['', 400],
    ['?service=git-upload-archive', 400],
    ['?service=upload-pack', 400],
    ['?service=git-upload-pack%00', 400],
    ['?service=git-upload-pack', 200],
  ])('info/refs%s: %i', async (query, status) => {
    const response = await fetch(`${origin}/content.git/info/refs${query}`, { headers: basic(token) });
    expect(response.status).toBe(status);
  });

  test('a compressed question that becomes too large is refused', async () => {
    const send = (bytes: number) =>
      fetch(`${origin}/content.git/git-upload-pack`, {
        method: 'POST',
        headers: {
          ...basic(token),
          'content-type': 'application/x-git-upload-pack-request',
          'content-encoding': 'gzip',
        },
        body: gzipSync(Buffer.alloc(bytes, '0')),
      });
    expect((await send(100_000_000)).status).toBe(400);
    expect((await send(1_000)).status).not.toBe(400);
  });

  test('a compressed push is refused', async () => {
    const response = await fetch(`${origin}/content.git/git-receive-pack`, {
      method: 'POST',
      headers: {
        ...basic(token),
        'content-type': 'application/x-git-receive-pack-request',
        'content-encoding': 'gzip',
      },
      body: gzipSync('0000'),
    });
    expect(response.status).toBe(400);
  });

  test.each([
    ['a filter', 'filter blob:none'],
    ['an object that no branch has', `want ${'a'.repeat(40)}`],
  ])('%s is refused in version 2 too', async (_name, line) => {
    const main = await store.main();
    const packet = (text: string) => `${(text.length + 5).toString(16).padStart(4, '0')}${text}\n`;
    const response = await fetch(`${origin}/content.git/git-upload-pack`, {
      method: 'POST',
      headers: {
        ...basic(token),
        'content-type': 'application/x-git-upload-pack-request',
        'git-protocol': 'version=2',
      },
      body: `${packet('command=fetch')}0001${packet(`want ${main}`)}${packet(line)}${packet('done')}0000`,
    });
    const answered = await response.text();
    expect(answered).not.toContain('packfile');
  });
});

describe('processes', () => {
  /** A push of which only the beginning arrives. */
  function begun() {
    let finish = () => {};
    let abort = () => {};
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        finish = () => {
          controller.enqueue(Buffer.from('0000'));
          controller.close();
        };
        abort = () => controller.error(new Error('gone'));
      },
    });
    const headers = { ...basic(token), 'content-type': 'application/x-git-receive-pack-request' };
    const request = new Request(`${SITE_URL}/content.git/git-receive-pack`, {
      method: 'POST',
      headers,
      body,
      duplex: 'half',
    } as RequestInit);
    return { response: receive(request, {}), finish: () => finish(), abort: () => abort() };
  }

  /** The number of places that Ada can still take. A client may have left before its process ended. */
  function freePlaces(): number {
    const taken: (() => void)[] = [];
    try {
      for (;;) taken.push(holdGitPlace(ada.id));
    } catch {
      return taken.length;
    } finally {
      for (const release of taken) release();
    }
  }

  test('of one account are two at a time, and free their place when they end', async () => {
    await expect.poll(freePlaces).toBe(2);
    const held = [begun(), begun()];
    await expect.poll(freePlaces).toBe(0);
    const { output } = await run({ cwd: folder }, 'ls-remote', addressWith(token));
    expect(output).toContain('Your other clones and pushes are not done');
    held[0]!.finish();
    expect((await held[0]!.response).status).toBe(200);
    await (await held[0]!.response).text();
    expect(await run({ cwd: folder }, 'ls-remote', addressWith(token))).toMatchObject({ code: 0 });
    held[1]!.abort();
    await (await held[1]!.response).text();
    await expect.poll(freePlaces).toBe(2);
  });
});
