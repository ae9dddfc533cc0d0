import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { POST as claimRoute } from '../../app/api/runner/claim/route.ts';
import { GET as proxyRoute } from '../../app/api/runner/proxy/route.ts';
import { POST as reportRoute } from '../../app/api/runner/runs/[id]/events/route.ts';
import { POST as heartbeatRoute } from '../../app/api/runner/runs/[id]/heartbeat/route.ts';
import { POST as resultRoute } from '../../app/api/runner/runs/[id]/result/route.ts';
import { POST as cancelRoute } from '../../app/api/runs/[id]/cancel/route.ts';
import { GET as eventsRoute } from '../../app/api/runs/[id]/events/route.ts';
import { GET as readRoute } from '../../app/api/runs/[id]/route.ts';
import { POST as submitRoute } from '../../app/api/runs/route.ts';
import { GET as alive } from '../../app/healthz/route.ts';
import { GET as metricsRoute } from '../../app/metrics/route.ts';
import { GET as ready } from '../../app/readyz/route.ts';
import { noteRunner } from '../../lib/nodes/runners.ts';
import { attemptsOf, hasPassed, newestRun, runOf, submittedFiles } from '../../lib/runs/queries.ts';
import {
  RUNNER_TOKEN,
  SITE_URL,
  type Site,
  type Visitor,
  call,
  claimed,
  logLine,
  newLearner,
  openSite,
  runner,
  submitted,
  verdict,
} from './site.ts';

let site: Site;
let alice: Visitor;
let bob: Visitor;
let runId: string;

beforeAll(async () => {
  site = await openSite();
});
afterAll(() => site.close());
beforeEach(async () => {
  await noteRunner(runner());
  [alice, bob] = [await newLearner(), await newLearner()];
  runId = await submitted(alice, 'cache-order');
});
afterEach(() => site.clear('run', 'submission'));

const stateOf = async () =>
  (
    await site.query<{ state: string; last_seq: string }>('SELECT state, last_seq FROM run WHERE id = $1', [
      runId,
    ])
  )[0];

const ofOneRun = [
  ['read', readRoute, 'GET'],
  ['follow', eventsRoute, 'GET'],
  ['cancel', cancelRoute, 'POST'],
] as const;

describe('a learner’s run', () => {
  test.each(ofOneRun)('%s: allowed for the owner', async (_name, handler, method) => {
    const response = await call(handler, { method, cookie: alice.cookie, id: runId });
    expect(response.ok).toBe(true);
    await response.body?.cancel();
  });

  test.each(ofOneRun)(
    '%s: for another learner the run does not exist, and nothing happens',
    async (_name, handler, method) => {
      const response = await call(handler, { method, cookie: bob.cookie, id: runId });
      expect(response.status).toBe(404);
      const missing = await call(handler, {
        method,
        cookie: bob.cookie,
        id: '01a1fca7-1082-722a-aa46-3aa38918a288',
      });
      expect(await response.text()).toBe(await missing.text());
      expect(await stateOf()).toEqual({ state: 'queued', last_seq: '1' });
    },
  );

  test.each(ofOneRun)('%s: without a session 401', async (_name, handler, method) => {
    expect((await call(handler, { method, id: runId })).status).toBe(401);
  });

  test.each(ofOneRun)('%s: with a forged cookie 401', async (_name, handler, method) => {
    const [name] = alice.cookie.split('=');
    expect((await call(handler, { method, cookie: `${name}=${bob.id}.AAAA`, id: runId })).status).toBe(401);
    expect(
      (await call(handler, { method, cookie: alice.cookie.replace(/.{6}$/, 'AAAAA%3D'), id: runId })).status,
    ).toBe(401);
  });

  test.each(ofOneRun)('%s: with an expired session 401', async (_name, handler, method) => {
    await site.query('DELETE FROM session WHERE user_id = $1', [alice.id]);
    expect((await call(handler, { method, cookie: alice.cookie, id: runId })).status).toBe(401);
  });

  test.each(
    ofOneRun.flatMap((route) =>
      ['x', '..', "' OR 1=1", '\0', '01a1fca7-1082-722a-aa46-3aa38918a28'].map(
        (id) => [route[0], id, route] as const,
      ),
    ),
  )('%s: %j is not a run', async (_name, id, [, handler, method]) => {
    expect((await call(handler, { method, cookie: alice.cookie, id })).status).toBe(404);
  });

  test('no query returns data of another learner', async () => {
    expect(await runOf(bob.id, runId)).toBeUndefined();
    expect(await newestRun(bob.id, 'cache-order')).toBeUndefined();
    expect(await attemptsOf(bob.id, 'cache-order')).toEqual([]);
    expect(await submittedFiles(bob.id, runId)).toEqual({});
    const { fence } = await claimed();
    await call(resultRoute, {
      token: RUNNER_TOKEN,
      id: runId,
      body: { fence, result: verdict('cache-order') },
    });
    expect([await hasPassed(alice.id, 'cache-order'), await hasPassed(bob.id, 'cache-order')]).toEqual([
      true,
      false,
    ]);
  });
});

describe('a POST with a learner’s cookie', () => {
  const body = { exercise: 'non-root', files: {} };
  test.each([
    ['no Origin', { origin: '' }],
    ['the Origin null', { origin: 'null' }],
    ['a different site', { origin: 'http://evil.test' }],
    ['a site with a similar name', { origin: `${SITE_URL}.evil.test` }],
    ['a different scheme and port', { origin: 'https://site.test:444' }],
    [
      'a different site whose name ends like the Host',
      { origin: 'http://evil-site.test', host: 'site.test' },
    ],
  ])('from %s is rejected', async (_name, headers) => {
    expect((await call(submitRoute, { cookie: alice.cookie, body, headers })).status).toBe(403);
    expect((await call(cancelRoute, { cookie: alice.cookie, id: runId, headers })).status).toBe(403);
    expect(await stateOf()).toMatchObject({ state: 'queued' });
    expect(await newestRun(alice.id, 'non-root')).toBeUndefined();
  });

  test.each([
    ['this site', {}],
    ['a different name of this server', { origin: 'http://127.0.0.1:3000', host: '127.0.0.1:3000' }],
  ])('from %s is accepted', async (_name, headers) => {
    expect((await call(submitRoute, { cookie: alice.cookie, body, headers })).status).toBe(201);
  });

  test('with a content type that a form could send is rejected', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '']) {
      expect(
        (await call(submitRoute, { cookie: alice.cookie, body, headers: { 'content-type': type } })).status,
      ).toBe(400);
    }
  });
});

describe('submitting', () => {
  test('a first-time visitor becomes a learner who can read the run', async () => {
    const response = await call(submitRoute, { body: { exercise: 'non-root', files: {} } });
    expect(response.status).toBe(201);
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/i);
    const { runId: own } = (await response.json()) as { runId: string };
    const read = await call(readRoute, { method: 'GET', cookie: cookie?.split(';')[0], id: own });
    expect(await read.json()).toMatchObject({ id: own, status: 'queued', queue: { place: 2, runners: 1 } });
  });

  test('a known learner gets no new session', async () => {
    const response = await call(submitRoute, {
      cookie: alice.cookie,
      body: { exercise: 'non-root', files: {} },
    });
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  test('again while the run is in progress: 409 with its ID', async () => {
    const response = await call(submitRoute, {
      cookie: alice.cookie,
      body: { exercise: 'cache-order', files: {} },
    });
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ runId, error: { code: 'conflict' } });
  });

  test.each([
    ['invalid JSON', '{', 400],
    ['a list', [], 400],
    ['an operator instead of a text', { exercise: { contains: 'a' }, files: {} }, 400],
    ['a file that is not text', { exercise: 'non-root', files: { Dockerfile: { set: 'x' } } }, 400],
    ['a prototype that is a list', '{"exercise":"non-root","files":["__proto__"]}', 400],
    [
      'ten thousand levels',
      `{"exercise":"non-root","files":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
      400,
    ],
    ['an unknown exercise', { exercise: '../../etc', files: {} }, 404],
  ])('%s is rejected', async (_name, body, status) => {
    const response = await call(submitRoute, { cookie: alice.cookie, body });
    expect(response.status).toBe(status);
    expect(((await response.json()) as { error: { message: string } }).error.message).not.toBe('');
  });

  test('__proto__ as a path is not a file and changes no object', async () => {
    const response = await call(submitRoute, {
      cookie: alice.cookie,
      body: '{"exercise":"non-root","files":{"__proto__":{"Dockerfile":"x"}}}',
    });
    const { runId: own } = (await response.json()) as { runId: string };
    expect(await submittedFiles(alice.id, own)).toEqual({});
    expect(({} as { Dockerfile?: string }).Dockerfile).toBeUndefined();
  });

  test('a body over 2 MiB is rejected while it is read, regardless of its Content-Length', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536).fill(0x20));
      },
    });
    const request = new Request(`${SITE_URL}/api/runs`, {
      method: 'POST',
      body: endless,
      duplex: 'half',
      headers: {
        origin: SITE_URL,
        'content-type': 'application/json',
        cookie: alice.cookie,
        'content-length': '10',
      },
    } as RequestInit);
    expect((await submitRoute(request, undefined)).status).toBe(413);
    expect(sent).toBeLessThan(3 * 2 ** 20);
  });

  test('a body just under 2 MiB is read', async () => {
    const files = { Dockerfile: '#'.repeat(2 * 2 ** 20 - 200) };
    expect(
      (await call(submitRoute, { cookie: alice.cookie, body: { exercise: 'non-root', files } })).status,
    ).toBe(201);
  });
});

describe('a runner', () => {
  const routes = [
    ['claim', claimRoute, { runner: runner(), waitMs: 0 }],
    ['heartbeat', heartbeatRoute, { fence: 1 }],
    ['events', reportRoute, { fence: 1, first: 1, events: [logLine('x')] }],
    ['result', resultRoute, { fence: 1, result: verdict('cache-order') }],
  ] as const;

  test.each(routes)(
    '%s: without the token, with a wrong one or with a learner’s cookie 401',
    async (_name, handler, body) => {
      for (const token of [undefined, '', 'wrong', `${RUNNER_TOKEN}x`, RUNNER_TOKEN.slice(0, -1)])
        expect((await call(handler, { token, body, id: runId, cookie: alice.cookie })).status).toBe(401);
      expect(
        (await call(handler, { body, id: runId, headers: { authorization: `Basic ${RUNNER_TOKEN}` } }))
          .status,
      ).toBe(401);
      expect(await stateOf()).toEqual({ state: 'queued', last_seq: '1' });
    },
  );

  test.each(routes.slice(1))('%s: an unclaimed run cannot be reported on', async (_name, handler, body) => {
    expect((await call(handler, { token: RUNNER_TOKEN, body, id: runId })).status).toBe(409);
    expect(await stateOf()).toEqual({ state: 'queued', last_seq: '1' });
  });

  test.each(routes)('%s: an invalid body is rejected', async (_name, handler) => {
    for (const body of [
      {},
      { fence: 0 },
      { fence: '1' },
      { fence: 1.5 },
      { first: 1, events: [logLine('x')] },
      'x',
    ])
      expect((await call(handler, { token: RUNNER_TOKEN, body, id: runId })).status).toBe(400);
  });

  test('only a runner learns about an ignored proxy', async () => {
    const ask = (token: string | undefined, headers: Record<string, string> = {}) =>
      call(proxyRoute, { method: 'GET', token, headers, cookie: alice.cookie });
    expect((await ask(undefined)).status).toBe(401);
    expect(await (await ask(RUNNER_TOKEN)).json()).toEqual({ ignored: null });
    expect(await (await ask(RUNNER_TOKEN, { 'x-ignored-proxy': '172.18.0.5' })).json()).toEqual({
      ignored: '172.18.0.5',
    });
  });

  test('a complete run over the routes', async () => {
    const claimResponse = await call(claimRoute, {
      token: RUNNER_TOKEN,
      body: { runner: runner(), waitMs: 0 },
    });
    const { runId: given, fence } = (await claimResponse.json()) as { runId: string; fence: number };
    expect(given).toBe(runId);
    expect(
      await (await call(heartbeatRoute, { token: RUNNER_TOKEN, id: runId, body: { fence } })).json(),
    ).toEqual({ cancelled: false });
    expect(
      (
        await call(reportRoute, {
          token: RUNNER_TOKEN,
          id: runId,
          body: { fence, first: 1, events: [logLine('x')] },
        })
      ).status,
    ).toBe(204);
    expect(
      (
        await call(resultRoute, {
          token: RUNNER_TOKEN,
          id: runId,
          body: { fence, result: verdict('cache-order') },
        })
      ).status,
    ).toBe(204);
    expect(
      (
        await call(resultRoute, {
          token: RUNNER_TOKEN,
          id: runId,
          body: { fence, result: verdict('cache-order') },
        })
      ).status,
    ).toBe(409);
    const confirming = (await (
      await call(claimRoute, { token: RUNNER_TOKEN, body: { runner: runner(), waitMs: 0 } })
    ).json()) as { fresh: boolean };
    expect(confirming.fresh).toBe(true);
    expect(
      (await call(claimRoute, { token: RUNNER_TOKEN, body: { runner: runner(), waitMs: 0 } })).status,
    ).toBe(204);
  });

  test('events over 8 MiB are rejected', async () => {
    const { fence } = await claimed();
    const under = Array.from({ length: 7 }, () => logLine('x'.repeat(2 ** 20)));
    expect(
      (await call(reportRoute, { token: RUNNER_TOKEN, id: runId, body: { fence, first: 1, events: under } }))
        .status,
    ).toBe(204);
    expect(
      (
        await call(reportRoute, {
          token: RUNNER_TOKEN,
          id: runId,
          body: { fence, first: 8, events: [...under, ...under] },
        })
      ).status,
    ).toBe(413);
  });
});

describe('probes', () => {
  test('the site is alive', async () => {
    const response = alive();
    expect([response.status, await response.json()]).toEqual([200, { ok: true }]);
  });

  test('the site is ready, and reports the number of connected runners', async () => {
    const response = await ready();
    expect([response.status, await response.json()]).toEqual([200, { ok: true, reasons: [], runners: 1 }]);
  });

  test('the site is not ready while a migration is missing, and names it', async () => {
    const [newest] = await site.query<{ name: string }>(
      'UPDATE _prisma_migrations SET rolled_back_at = now() WHERE migration_name = (SELECT max(migration_name) FROM _prisma_migrations) RETURNING migration_name AS name',
    );
    const response = await ready();
    await site.query('UPDATE _prisma_migrations SET rolled_back_at = NULL');
    expect([response.status, await response.json()]).toMatchObject([
      503,
      { ok: false, reasons: [`the migration ${newest?.name} is not applied`] },
    ]);
  });

  test('without METRICS_TOKEN there are no metrics, regardless of the token sent', async () => {
    expect((await call(metricsRoute, { method: 'GET', token: RUNNER_TOKEN })).status).toBe(404);
    expect((await call(metricsRoute, { method: 'GET', token: 'undefined' })).status).toBe(404);
  });
});
