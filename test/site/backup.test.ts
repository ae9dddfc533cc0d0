import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { createReadStream, watch } from 'node:fs';
import { mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzipSync, gzipSync } from 'node:zlib';
import { ContentStore } from '@dfm/content-store/content-store';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { encrypted } from '../../launcher/backup/age.ts';
import { archived, type Entry, sha256, whole } from '../../launcher/backup/archive.ts';
import { connect, openSnapshot } from '../../launcher/backup/database-snapshot.ts';
import type { Installation } from '../../launcher/backup/installation.ts';
import { lastBackup } from '../../launcher/backup/last-backup.ts';
import { compareRows } from '../../launcher/backup/restored-rows.ts';
import { startDatabase } from '../../launcher/database.ts';
import { db } from '../../lib/db/client.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { finish } from '../../lib/runs/report.ts';
import { cohortAccess } from '../../lib/teaching/access.ts';
import { gradebookOf } from '../../lib/teaching/gradebook.ts';
import { urlOf } from './database-server.ts';
import {
  claimed,
  newLearner,
  openSite,
  runner,
  RUNNER_TOKEN,
  type Site,
  submitted,
  verdict,
} from './site.ts';

/** Loaded by Node itself, because vitest lacks import.meta.resolve. */
const load = createRequire(import.meta.url);
const { backUp } = load(
  '../../launcher/backup/back-up.ts',
) as typeof import('../../launcher/backup/back-up.ts');
const { checkRestore, restore } = load(
  '../../launcher/backup/restore.ts',
) as typeof import('../../launcher/backup/restore.ts');
const { readBackup } = load(
  '../../launcher/backup/read-backup.ts',
) as typeof import('../../launcher/backup/read-backup.ts');

const passphrase = 'correct horse battery staple';
const teacher = { id: randomUUID(), name: 'Teacher', email: 'teacher@school.example', isAdmin: false };
const cohortId = randomUUID();
const signal = new AbortController().signal;

let folder: string;
let site: Site;
let source: Installation;
/** A backup of the site, not encrypted. */
let file: string;
let gradebook: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backup-test-'));
  const contentDir = join(folder, 'content');
  site = await openSite({ CONTENT_STORE: join(folder, 'no-drafts') });
  source = {
    dataDir: join(folder, 'site'),
    databaseUrl: site.databaseUrl,
    drillServer: undefined,
    contentDir,
    shelfDir: join(folder, 'shelf'),
  };
  await mkdir(join(contentDir, 'a'.repeat(120)), { recursive: true });
  await writeFile(join(contentDir, 'a'.repeat(120), 'start.sh'), '#!/bin/sh\n', { mode: 0o755 });
  await writeFile(join(contentDir, 'course.yaml'), 'title: Docker\n');
  await mkdir(source.shelfDir);
  const image = { reference: 'debian:bookworm-slim', standIn: true, manifest: `sha256:${'0'.repeat(64)}` };
  await writeFile(join(source.shelfDir, 'images.json'), JSON.stringify([image]));
  await openDrafts();
  await fillClass();
  gradebook = await gradebookHash();
  // From here on, it is in the folder of each installation.
  delete process.env.CONTENT_STORE;
  file = join(folder, 'backup.tar.gz');
  await backUp(source, { file, passphrase: undefined }, signal);
});
afterAll(async () => {
  await site.close();
  await rm(folder, { recursive: true, force: true });
});

async function openDrafts(): Promise<void> {
  const author = { id: 'author', name: 'Author' };
  const first = async function* () {
    yield { path: 'course.yaml', contents: Buffer.from('title: Docker\n'), executable: false };
  };
  const store = await ContentStore.open(join(source.dataDir, 'content-store'), { files: first, author });
  await store.createDraft('spring');
}

/** A class with names that are hard to quote, a pass with its confirmation, and a late submission. */
async function fillClass(): Promise<void> {
  await noteRunner(runner());
  const learners = [await newLearner(), await newLearner()];
  await site.query(`UPDATE "user" SET name = E'Zo\\u00eb\\t\\\\N\\n"\\\\."' WHERE id = $1`, [
    learners[0]!.id,
  ]);
  await site.query(
    `INSERT INTO "user" (id, name, email, is_admin, updated_at) VALUES ($1, $2, $3, false, now())`,
    [teacher.id, teacher.name, teacher.email],
  );
  const course = randomUUID();
  await site.query(`INSERT INTO course (id, name) VALUES ($1, 'ML')`, [course]);
  await site.query(`INSERT INTO staff_member (course_id, user_id, role) VALUES ($1, $2, 'instructor')`, [
    course,
    teacher.id,
  ]);
  await site.query(
    `INSERT INTO cohort (id, course_id, name, time_zone, join_code, late_percent_per_day) VALUES ($1, $2, 'Autumn', 'Europe/Berlin', 'code', 10)`,
    [cohortId, course],
  );
  await site.query(
    `INSERT INTO assignment (cohort_id, kind, slug, due_at, weight) VALUES
      ($1, 'exercise', 'cache-order', NULL, 2), ($1, 'exercise', 'golf', now() - interval '36 hours', 1)`,
    [cohortId],
  );
  for (const { id } of learners)
    await site.query('INSERT INTO cohort_member (cohort_id, learner_id) VALUES ($1, $2)', [cohortId, id]);
  for (const [learner, exercise, score, passed] of [
    [learners[0]!, 'cache-order', 96, true],
    [learners[1]!, 'golf', 50, false],
  ] as const) {
    await submitted(learner, exercise);
    for (const _ of passed ? ['run', 'confirmation'] : ['run']) {
      const { runId, fence } = await claimed();
      await finish(runId, { fence, result: verdict(exercise, { score, passed }) });
    }
  }
}

/** Of everything that the site's own code says about the class. */
async function gradebookHash(): Promise<string> {
  const book = await gradebookOf(await cohortAccess(teacher, cohortId, 'seeWork'));
  expect(book.rows.map(({ cells }) => cells.map(({ points }) => points))).toContainEqual([96, null]);
  return sha256(Buffer.from(JSON.stringify(book)));
}

/** Indexes and constraints, which a restore removes and creates again. */
const STRUCTURE = `
  SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
  UNION SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
  ORDER BY 1`;

/** As after the loss of the database. */
async function dropTables(): Promise<void> {
  await db().$disconnect();
  await site.query('DROP SCHEMA public CASCADE');
  await site.query('CREATE SCHEMA public');
}

/** A new machine. */
let target: Installation;
beforeEach(async () => {
  target = { ...source, dataDir: await mkdtemp(join(folder, 'new-machine-')), databaseUrl: undefined };
});

/** Writes bytes to a file next to the backup. @returns its path */
async function written(bytes: Buffer): Promise<string> {
  const path = join(folder, randomUUID());
  await writeFile(path, bytes);
  return path;
}

/** A file with these entries and their checksums. */
async function fileWith(...entries: Entry[]): Promise<string> {
  const all = async function* () {
    yield* entries;
  };
  return written(gzipSync(await whole(archived(all()))));
}

/** The backup, encrypted at little cost. */
async function encryptedFile(): Promise<Buffer> {
  return whole(encrypted(createReadStream(file), passphrase, 4));
}

const flipped = (bytes: Buffer, at: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy[at]! ^= 1;
  return copy;
};

/** The manifest of the backup with changes, as an entry. */
async function manifestWith(change: object): Promise<Entry> {
  const { manifest } = await readBackup({ file, passphrase: undefined });
  return { path: 'manifest.json', bytes: Buffer.from(JSON.stringify({ ...manifest, ...change })) };
}

describe('a backup', () => {
  test('is recorded with its time', async () => {
    expect(await lastBackup(source.dataDir)).toMatchObject({ file });
  });

  test('can be read by its owner only', async () => {
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('is encrypted if there is a passphrase', async () => {
    const secret = join(folder, 'backup.tar.gz.age');
    await backUp(source, { file: secret, passphrase }, signal);
    const bytes = await readFile(secret);
    expect(bytes.subarray(0, 21).toString()).toBe('age-encryption.org/v1');
  });

  test('has all rows as of one moment', async () => {
    const snapshot = await openSnapshot(site.databaseUrl);
    try {
      await site.query(`INSERT INTO course (id, name) VALUES ($1, 'Later')`, [randomUUID()]);
      const course = snapshot.tables.find(({ name }) => name === 'course')!;
      expect((await whole(snapshot.rowsOf(course))).toString()).toMatch(/^\S+\tML\t[^\n]*\n$/);
    } finally {
      await snapshot.close();
      await site.query(`DELETE FROM course WHERE name = 'Later'`);
    }
  });

  test('names the migrations and the images of the shelf, and contains no layer', async () => {
    const { manifest, sums } = await readBackup({ file, passphrase: undefined });
    const applied = await site.query('SELECT FROM _prisma_migrations');
    expect(manifest.migrations).toHaveLength(applied.length);
    expect(manifest.shelf).toMatchObject([{ reference: 'debian:bookworm-slim' }]);
    expect([...sums.keys()].filter((path) => !/^(database|content)\//.test(path))).toEqual([
      'manifest.json',
      'secrets/AUTH_SECRET',
      'secrets/RUNNER_TOKEN',
      'content-store.bundle.00001',
    ]);
  });

  test('leaves no file if it fails', async () => {
    const failed = join(folder, 'failed.tar.gz');
    const broken = { ...source, contentDir: join(folder, 'nowhere') };
    await expect(backUp(broken, { file: failed, passphrase: undefined }, signal)).rejects.toThrow('nowhere');
    expect((await readdir(folder)).filter((name) => name.startsWith('failed'))).toEqual([]);
  });

  test('has its name only when it is complete', async () => {
    const stopped = join(folder, 'stopped.tar.gz');
    const stopping = new AbortController();
    const seen = new Set<string>();
    const watcher = watch(folder, (_event, name) => {
      if (!name?.startsWith('stopped')) return;
      seen.add(name);
      stopping.abort();
    });
    await expect(backUp(source, { file: stopped, passphrase: undefined }, stopping.signal)).rejects.toThrow(
      'aborted',
    );
    watcher.close();
    expect([...seen]).toEqual(['stopped.tar.gz.unfinished']);
    expect((await readdir(folder)).filter((name) => name.startsWith('stopped'))).toEqual([]);
  });

  test.each([
    ['an existing file', () => ({}), () => file, /already exists/],
    [
      'a folder without a database',
      () => ({ databaseUrl: undefined }),
      () => join(folder, 'x'),
      /no database/,
    ],
  ])('is not made of or over %s', async (_name, change, path, problem) => {
    const installation = { ...source, ...change() };
    await expect(backUp(installation, { file: path(), passphrase: undefined }, signal)).rejects.toThrow(
      problem,
    );
  });
});

describe('the programs of the image', () => {
  const ran = (program: string, ...args: string[]) =>
    promisify(execFile)(process.execPath, [join(import.meta.dirname, '../../scripts', program), ...args], {
      env: {
        ...process.env,
        DATABASE_URL: source.databaseUrl,
        DATA_DIR: source.dataDir,
        CONTENT_DIR: source.contentDir,
        SHELF_DIR: source.shelfDir,
      },
    });

  test('back up into a folder, delete old backups there, and check the newest', async () => {
    const backups = await mkdtemp(join(folder, 'backups-'));
    const secret = join(folder, 'passphrase');
    await writeFile(secret, `${passphrase}\n`);
    await writeFile(join(backups, 'course-2020-01-01T00-00-00Z.tar.gz'), 'old');
    const options = ['--passphrase-file', secret];
    const { stdout: backedUp } = await ran('backup.ts', backups, ...options, '--keep-days', '30');
    const [name = '', ...others] = await readdir(backups);
    expect(others).toEqual([]);
    expect(backedUp).toMatch(`✓ ${join(backups, name)}: `);
    expect(backedUp).toContain('1 older than 30 days deleted');
    const { stdout: checked } = await ran('restore.ts', '--check', backups, ...options);
    expect(checked).toMatch(`✓ ${join(backups, name)} can be restored`);
  });

  test('delete nothing if the backup fails', async () => {
    const backups = await mkdtemp(join(folder, 'backups-'));
    const old = 'course-2020-01-01T00-00-00Z.tar.gz';
    await writeFile(join(backups, old), 'old');
    const failing = ran('backup.ts', backups, '--keep-days', '30', '--passphrase-file', '/nowhere');
    await expect(failing).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining('/nowhere') });
    expect(await readdir(backups)).toEqual([old]);
  });

  test('delete nothing next to a file', async () => {
    const failing = ran('backup.ts', join(folder, 'one.tar.gz'), '--keep-days', '30');
    await expect(failing).rejects.toMatchObject({ stderr: expect.stringContaining('is not a folder') });
  });
});

describe('a restore', () => {
  test('into an empty database gives the same gradebook', async () => {
    await dropTables();
    const external = { ...target, databaseUrl: site.databaseUrl };
    expect(await restore(external, { file, passphrase: undefined }, signal)).toEqual([]);
    expect(await gradebookHash()).toBe(gradebook);
  });

  test.each([
    ['incomplete', [`${randomUUID()}\tML\t2026-11-26\n`, '1\n'], /missing data for column/],
    ['duplicate', ['1\tML\t2026-11-26\n'.repeat(2), ''], /could not create unique index "course_pkey"/],
  ])('of %s rows keeps none', async (_name, [course, cohort], problem) => {
    const broken = await fileWith(
      await manifestWith({}),
      { path: 'database/course.00001', bytes: Buffer.from(course!) },
      { path: 'database/cohort.00001', bytes: Buffer.from(cohort!) },
    );
    const name = `restored_${randomUUID().slice(0, 8)}`;
    await site.query(`CREATE DATABASE ${name}`);
    const databaseUrl = urlOf(site.databaseUrl, name);
    await expect(
      restore({ ...target, databaseUrl }, { file: broken, passphrase: undefined }, signal),
    ).rejects.toThrow(problem);
    expect(await readdir(target.dataDir)).toEqual([]);
    const client = await connect(databaseUrl);
    expect((await client.query('SELECT FROM course')).rowCount).toBe(0);
    await client.end();
    await site.query(`DROP DATABASE ${name}`);
  });

  test('on a new machine has every row, the drafts, the secrets and the content', async () => {
    const secret = await written(await encryptedFile());
    const differs = { ...target, contentDir: source.shelfDir };
    vi.stubEnv('RUNNER_TOKEN', 'a different token');
    const notes = await restore(differs, { file: secret, passphrase }, signal);
    vi.unstubAllEnvs();
    expect(notes).toEqual([
      expect.stringMatching(/^RUNNER_TOKEN is set to .* which is in \S+\/secrets\/runner-token\. Use/),
      expect.stringContaining('content-of-backup'),
    ]);
    const { dataDir } = target;
    expect((await readdir(dataDir)).toSorted()).toEqual([
      'content-of-backup',
      'content-store',
      'postgres',
      'secrets',
    ]);
    expect(await readFile(join(dataDir, 'secrets/runner-token'), 'utf8')).toBe(RUNNER_TOKEN);
    expect((await stat(join(dataDir, 'secrets/auth-secret'))).mode & 0o777).toBe(0o600);
    const script = join(dataDir, 'content-of-backup', 'a'.repeat(120), 'start.sh');
    expect((await stat(script)).mode & 0o111).toBe(0o111);
    const [restored, original] = await Promise.all(
      [target, source].map(async (installation) => {
        const store = await ContentStore.open(join(installation.dataDir, 'content-store'), {
          files: () => {
            throw new Error('no store');
          },
          author: { id: '', name: '' },
        });
        return [await store.drafts(), await store.versions()];
      }),
    );
    expect(restored).toEqual(original);

    const database = await startDatabase(dataDir, { external: undefined });
    const client = await connect(database.url);
    const { manifest, sums } = await readBackup({ file, passphrase: undefined });
    await compareRows(client, manifest.tables, sums);
    expect((await client.query(STRUCTURE)).rows).toEqual(await site.query(STRUCTURE));
    await client.query(`UPDATE cohort SET name = 'Spring'`);
    await expect(compareRows(client, manifest.tables, sums)).rejects.toThrow(/table cohort differs/);
    await client.end();
    await database.stop();
  });

  test('can be tried, and leaves nothing behind', async () => {
    await checkRestore(target, { file, passphrase: undefined }, signal);
    expect(await readdir(target.dataDir)).toEqual([]);
  });

  describe('that is tried on the server of the site', () => {
    const drill = () => ({ ...target, databaseUrl: site.databaseUrl, drillServer: site.databaseUrl });
    const nameOf = (url: string) => `${new URL(url).pathname.slice(1)}_restore_check`;
    const leftDatabases = async () =>
      (await site.query<{ datname: string }>('SELECT datname FROM pg_database'))
        .map(({ datname }) => datname)
        .filter((name) => name.endsWith('_restore_check'));

    test('leaves nothing behind, and removes what a killed try left', async () => {
      await site.query(`CREATE DATABASE ${nameOf(site.databaseUrl)}`);
      await checkRestore(drill(), { file, passphrase: undefined }, signal);
      expect(await leftDatabases()).toEqual([]);
      expect(await readdir(target.dataDir)).toEqual([]);
    });

    test('is in a database of its own, which is removed if the rows are broken', async () => {
      const broken = await fileWith(await manifestWith({}), {
        path: 'database/course.00001',
        bytes: Buffer.from('1\n'),
      });
      await expect(checkRestore(drill(), { file: broken, passphrase: undefined }, signal)).rejects.toThrow(
        /missing data for column/,
      );
      expect(await leftDatabases()).toEqual([]);
    });

    test('is refused while a different one runs', async () => {
      const name = nameOf(site.databaseUrl);
      await site.query(`CREATE DATABASE ${name}`);
      const running = await connect(urlOf(site.databaseUrl, name));
      await expect(checkRestore(drill(), { file, passphrase: undefined }, signal)).rejects.toThrow(
        /different check is running/,
      );
      await running.end();
      await site.query(`DROP DATABASE ${name} WITH (FORCE)`);
    });

    test('is refused if the user may not create databases', async () => {
      const role = `limited_${randomUUID().slice(0, 8)}`;
      await site.query(`CREATE ROLE ${role} LOGIN PASSWORD 'limited'`);
      const url = Object.assign(new URL(site.databaseUrl), { username: role, password: 'limited' });
      await expect(
        checkRestore({ ...drill(), drillServer: url.href }, { file, passphrase: undefined }, signal),
      ).rejects.toThrow(/may not create one/);
      await site.query(`DROP ROLE ${role}`);
    });
  });

  test.each<[string, () => Promise<{ file: string; passphrase?: string }>, RegExp]>([
    [
      'a truncated file',
      async () => ({ file: await written((await readFile(file)).subarray(0, -20)) }),
      /damaged/,
    ],
    [
      'a file without its checksums',
      async () => {
        const tar = gunzipSync(await readFile(file));
        return { file: await written(gzipSync(tar.subarray(0, tar.indexOf('SHA256SUMS')))) };
      },
      /damaged/,
    ],
    ['a flipped bit', async () => ({ file: await written(flipped(await readFile(file), 3_000)) }), /damaged/],
    [
      'a flipped bit that was compressed again',
      async () => {
        const tar = gunzipSync(await readFile(file));
        return { file: await written(gzipSync(flipped(tar, tar.indexOf('Autumn')))) };
      },
      /damaged/,
    ],
    [
      'a wrong passphrase',
      async () => ({ file: await written(await encryptedFile()), passphrase: 'wrong' }),
      /passphrase is wrong/,
    ],
    [
      'no passphrase',
      async () => ({ file: await written(await encryptedFile()) }),
      /encrypted. Add --passphrase-file/,
    ],
    ['a passphrase for a file without encryption', async () => ({ file, passphrase }), /not encrypted/],
    [
      'a truncated encrypted file',
      async () => ({ file: await written((await encryptedFile()).subarray(0, -1)), passphrase }),
      /damaged/,
    ],
    [
      'a flipped bit in an encrypted file',
      async () => ({ file: await written(flipped(await encryptedFile(), 3_000)), passphrase }),
      /damaged/,
    ],
    ['a different file', async () => ({ file: await written(Buffer.from('PK')) }), /is not a backup/],
    [
      'a newer format',
      async () => ({ file: await fileWith(await manifestWith({ format: 2 })) }),
      /newer version.*format 2/,
    ],
    [
      'a migration that this version lacks',
      async () => ({ file: await fileWith(await manifestWith({ migrations: ['20990101000000_later'] })) }),
      /newer version.*20990101000000_later/,
    ],
    [
      'a file outside the folder of the content',
      async () => ({
        file: await fileWith(await manifestWith({}), {
          path: 'content/../../../escaped',
          bytes: Buffer.from('x'),
        }),
      }),
      /damaged/,
    ],
    [
      'an entry that no backup has',
      async () => ({
        file: await fileWith(await manifestWith({}), { path: 'postgres/x', bytes: Buffer.from('x') }),
      }),
      /damaged/,
    ],
  ])('of %s changes nothing', async (_name, make, problem) => {
    const { file: path, passphrase: given } = await make();
    await expect(restore(target, { file: path, passphrase: given }, signal)).rejects.toThrow(problem);
    expect(await readdir(target.dataDir)).toEqual([]);
  });

  test.each([
    ['postgres', /there is .*postgres/],
    ['secrets', /there is .*secrets/],
    ['content-store', /there is .*content-store/],
  ])('is refused where there is %s', async (name, problem) => {
    await mkdir(join(target.dataDir, name));
    await expect(restore(target, { file, passphrase: undefined }, signal)).rejects.toThrow(problem);
    expect(await readdir(join(target.dataDir, name))).toEqual([]);
  });

  test('is refused into a database with tables', async () => {
    const used = { ...target, databaseUrl: site.databaseUrl };
    await expect(restore(used, { file, passphrase: undefined }, signal)).rejects.toThrow(/has tables/);
    expect(await readdir(target.dataDir)).toEqual([]);
  });
});
