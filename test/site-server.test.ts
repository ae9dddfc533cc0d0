import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { globSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type IncomingMessage, type OutgoingHttpHeaders, createServer, get } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { gzipSync } from 'node:zlib';
import { examplePages } from '@dfm/contracts/pages';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CleanUps } from '../launcher/clean-ups.ts';
import { type Database, startDatabase } from '../launcher/database.ts';
import { generateClient, migrate } from '../launcher/migrate.ts';
import { buildSite } from '../launcher/site-build.ts';
import { PAGE_BODY_MAX_BYTES, bodyLimitOf } from '../lib/http/body-limits.ts';
import { postBytes } from '../lib/http/post-bytes.ts';
import { callAction } from './call-action.ts';

const root = join(import.meta.dirname, '..');
const port = 3950;
const origin = `http://localhost:${port}`;
const learnersMax = 4;
const runnerToken = 'runner-token-of-the-tests-0123456789';
const metricsToken = 'metrics-token-of-the-tests-0123456789';

let dataDir: string;
let database: Database;
let client: Client;
let server: ChildProcess;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'dfm-site-server-'));
  await generateClient();
  await buildSite(root, () => {}, new CleanUps());
  database = await startDatabase(dataDir, { external: undefined });
  await migrate(database.url);
  client = new Client({ connectionString: database.url });
  await client.connect();
  server = start('launcher/site-server.ts');
  await printed(server, /listening on port/);
});
afterAll(async () => {
  if (server.exitCode === null) {
    server.kill('SIGTERM');
    await once(server, 'close');
  }
  await client.end();
  await database.stop();
  await rm(dataDir, { recursive: true });
});

/** The built site, as production runs it. */
function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, args, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      SITE_URL: origin,
      DATABASE_URL: database.url,
      RUNNER_TOKEN: runnerToken,
      METRICS_TOKEN: metricsToken,
      AUTH_SECRET: 'auth-secret-of-the-tests-0123456789',
      CONTENT_DIR: join(root, 'content'),
      NEXT_TELEMETRY_DISABLED: '1',
      LEARNERS_PER_NETWORK_PER_HOUR: String(learnersMax),
    },
  });
}

/**
 * Resolves with the first line that matches. Later output is read and dropped, because a full pipe would
 * block the site.
 */
function printed({ stdout, stderr }: ChildProcess, pattern: RegExp): Promise<string> {
  const lines = [stdout, stderr].map((stream) => createInterface({ input: stream! }));
  return new Promise((resolve, reject) => {
    const all: string[] = [];
    for (const input of lines)
      input.on('line', (line) => all.push(line) && pattern.test(line) && resolve(line));
    Promise.all(lines.map((input) => once(input, 'close'))).then(
      () => reject(new Error(`never printed ${pattern}:\n${all.join('\n')}`)),
      reject,
    );
  });
}

const post = (path: string, content: Buffer | number, headers: OutgoingHttpHeaders = {}) =>
  postBytes(`${origin}${path}`, content, { origin, 'content-type': 'application/json', ...headers });
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const users = async () =>
  Number((await client.query<{ n: string }>('SELECT count(*) AS n FROM "user"')).rows[0]!.n);
/** Peak memory of the site, in MB. */
const peakMb = async () =>
  Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${server.pid}/status`, 'utf8'))![1]) / 1024;

const id = '01a1fca7-1082-722a-aa46-3aa38918a288';
// git is answered before its body has arrived, in text.
const routes = globSync('**/route.ts', { cwd: join(root, 'app') })
  .filter((file) => !file.startsWith('content.git/'))
  .map(
    (file) =>
      `/${file
        .replace(/\/route\.ts$/, '')
        .replace('[...all]', 'sign-in/anonymous')
        .replaceAll(/\[\w+\]/g, id)}`,
  );
const staticFiles = ['/icon.svg', '/apple-icon.png', '/social.png', '/manifest.webmanifest'];
const pages = examplePages().map(({ address }) => address);

describe('a body over the limit is rejected', () => {
  test.each([...routes, ...pages, '/no-such-page'])('at %s, with and without a length', async (path) => {
    const tooMuch = bodyLimitOf(path) + 1;
    for (const headers of [{ 'content-length': tooMuch }, {}]) {
      const { status, body } = await post(path, tooMuch, {
        ...headers,
        authorization: `Bearer ${runnerToken}`,
      });
      expect([status, JSON.parse(body)]).toMatchObject([413, { error: { code: 'too-large' } }]);
    }
  });

  test('for a form with files', async () => {
    const file = `Content-Disposition: form-data; name="a"; filename="a"\r\n\r\n${'a'.repeat(PAGE_BODY_MAX_BYTES)}`;
    const headers = { 'content-type': 'multipart/form-data; boundary=x', 'next-action': 'a'.repeat(42) };
    expect(
      (await post('/exercises/golf/board', Buffer.from(`--x\r\n${file}\r\n--x--\r\n`), headers)).status,
    ).toBe(413);
  });

  test('300 MB use no memory', async () => {
    await post('/api/auth/sign-in/anonymous', json({}));
    const before = await peakMb();
    for (const headers of [{}, { 'content-length': 300 * 2 ** 20 }]) {
      expect((await post('/api/auth/sign-in/anonymous', 300 * 2 ** 20, headers)).status).toBe(413);
    }
    expect((await peakMb()) - before).toBeLessThan(50);
  });

  test('a compressed body is not decompressed, so it is not valid JSON', async () => {
    const bomb = gzipSync(Buffer.alloc(20 * 2 ** 20, ' '));
    expect((await post('/api/runs', bomb, { 'content-encoding': 'gzip' })).status).toBe(400);
  });
});

const act = (page: string, name: string, sent: Parameters<typeof callAction>[3]) =>
  callAction(origin, page, name, sent);

describe('a server action', () => {
  test('rejects invalid input before it creates a learner', async () => {
    const before = await users();
    await act('/review', 'gradeCard', {
      args: [{ lesson: 'how-the-cache-decides', card: 'x', reps: 0, grade: 'good' }],
    });
    await act('/lessons/how-the-cache-decides', 'submitAnswers', {
      args: ['how-the-cache-decides', 'no-such-quiz', {}],
    });
    expect((await act('/exercises/golf', 'readSolution', { args: ['no-such-exercise'] })).body).toContain(
      '"ok":false',
    );
    expect(await users()).toBe(before);
  });

  test('that redirects to another page requests it from this site, regardless of the Host header', async () => {
    const { cookie } = await act('/exercises/golf', 'readSolution', { args: ['golf'] });
    expect(cookie).not.toBe('');
    const requests: string[] = [];
    const elsewhere = createServer((request, response) => {
      requests.push(request.url ?? '');
      response.end();
    });
    elsewhere.listen(0, '127.0.0.1');
    await once(elsewhere, 'listening');
    const host = `127.0.0.1:${(elsewhere.address() as AddressInfo).port}`;
    const headers = { cookie, host, origin: `http://${host}` };
    const { status } = await act('/exercises/golf/board', 'chooseBoardName', {
      form: { exercise: 'golf', name: 'Ada' },
      headers,
    });
    elsewhere.close();
    expect(status).toBe(200);
    expect(requests).toEqual([]);
  });
});

describe('the client address cannot be faked', () => {
  test('150 sign-ins with different addresses in their headers count as one client', async () => {
    const statuses: (number | undefined)[] = [];
    for (let n = 0; n < 150; n++) {
      const claimed = {
        'x-forwarded-for': `198.51.100.${n}`,
        'x-real-ip': `198.51.100.${n}`,
        forwarded: `for=198.51.100.${n}`,
      };
      statuses.push((await post('/api/auth/sign-in/anonymous', json({}), claimed)).status);
    }
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(100);
    const { rows } = await client.query<{ at: string }>('SELECT DISTINCT ip_address AS at FROM session');
    expect(rows.map(({ at }) => at)).not.toContainEqual(expect.stringContaining('198.51.100'));
  });
});

test('a learner over the limit gets the reason, even from a server action', async () => {
  const { body } = await act('/exercises/golf', 'readSolution', { args: ['golf'] });
  expect(body).toMatch(/"ok":false,"message":"Your network has reached the limit of 4 new learners per hour/);
  expect(await users()).toBe(learnersMax);
});

test('300 submissions for an exercise that does not exist create no user', async () => {
  const before = await users();
  for (let n = 0; n < 300; n += 20) {
    const unknown = json({ exercise: 'no-such-exercise', files: {} });
    const statuses = await Promise.all(Array.from({ length: 20 }, () => post('/api/runs', unknown)));
    expect(new Set(statuses.map(({ status }) => status))).toEqual(new Set([404]));
  }
  expect(await users()).toBe(before);
});

test('serves the pages and the rest of the site', async () => {
  for (const path of [...pages, '/healthz', '/readyz', '/search-index.json', ...staticFiles])
    expect([path, (await fetch(`${origin}${path}`)).status]).toEqual([path, 200]);
});

test('it is measured how long pages take', async () => {
  for (const path of ['/glossary', '/wp-login.php'])
    await fetch(`${origin}${path}`, { headers: { accept: 'text/html' } });
  const authorization = `Bearer ${metricsToken}`;
  const metrics = await (await fetch(`${origin}/metrics`, { headers: { authorization } })).text();
  for (const labels of ['area="glossary",status="200"', 'area="other",status="404"'])
    expect(metrics).toContain(`dfm_page_seconds_count{kind="page",${labels}} 1\n`);
});

test.each([
  ['/', {}],
  ['/icon.svg', {}],
  ['/api/terminal/x/socket', { connection: 'Upgrade', upgrade: 'websocket' }],
])('the host of a preview never gets %s of the site', async (path, headers) => {
  const asked = get({ port, path, headers: { host: `x.localhost:${port}`, ...headers } });
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  // From here on, the response has what happens to the connection.
  asked.on('error', () => {});
  expect(response.statusCode).toBe(404);
  expect(await text(response)).toContain('This address opens from the terminal');
});

test('crawlers get addresses with the public address of the site', async () => {
  const textOf = async (path: string) => (await fetch(`${origin}${path}`)).text();
  expect(await textOf('/robots.txt')).toContain(`Sitemap: ${origin}/sitemap.xml`);
  expect(await textOf('/sitemap.xml')).toContain(`<loc>${origin}/lessons/how-the-cache-decides</loc>`);
  expect(await textOf('/exercises/golf/board')).toContain(
    `<meta property="og:image" content="${origin}/social.png"/>`,
  );
});

test('the site does not start without its server', async () => {
  const bare = start('node_modules/next/dist/bin/next', 'start', '--port', String(port + 1));
  expect(await printed(bare, /Start the site/)).toContain('launcher/site-server.ts');
  bare.kill('SIGKILL');
});

test('SIGTERM ends the site within ten seconds, although a request does not end', async () => {
  const endless = connect(port, '127.0.0.1', () =>
    endless.write('POST /api/runs HTTP/1.1\r\nhost: localhost\r\ncontent-length: 10\r\n\r\n'),
  );
  endless.on('error', () => {});
  await once(endless, 'connect');
  const askedAt = performance.now();
  server.kill('SIGTERM');
  await once(server, 'close');
  expect(server.exitCode).toBe(0);
  expect(performance.now() - askedAt).toBeLessThan(10_000);
});
