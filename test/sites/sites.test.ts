/**
 * Two processes of the built site, without sticky sessions: no request depends on who answered the one
 * before.
 */
import { once } from 'node:events';
import { get, type IncomingMessage, type OutgoingHttpHeaders } from 'node:http';
import { text } from 'node:stream/consumers';
import type { GradingClaim } from '@dfm/contracts';
import { afterAll, beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest';
import { postBytes } from '../../lib/http/post-bytes.ts';
import { SiteClient } from '../../sandbox-runner/src/queue/site-client.ts';
import { callAction } from '../call-action.ts';
import { until } from '../faults/until.ts';
import { RUNNER_TOKEN, logLine, runner, verdict } from '../site/site.ts';
import type { SiteProcess } from '../update/installed-version.ts';
import { untilReached } from '../update/until-reached.ts';
import { openRunPage } from './run-page.ts';
import { streamSourceOf } from './stream-source.ts';
import { type TwoSites, openTwoSites } from './two-sites.ts';

const slug = 'first-image';
const ada = { name: 'Ada', email: 'ada@school.example', password: 'correct horse battery' };

let sites: TwoSites;
let one: SiteProcess;
let other: SiteProcess;
beforeAll(async () => {
  sites = await openTwoSites();
  [one, other] = sites.processes as [SiteProcess, SiteProcess];
  // Without a runner, the site accepts no submissions.
  await new SiteClient(sites.url, RUNNER_TOKEN).claim(runner(), 0, AbortSignal.timeout(20_000));
});
afterAll(() => sites.close());

const addressOf = ({ port }: SiteProcess) => `http://localhost:${port}`;
/** Headers that the load balancer passes on: with the host that the browser sent. */
const asForwarded = (headers: OutgoingHttpHeaders = {}) => ({
  origin: sites.url,
  host: new URL(sites.url).host,
  ...headers,
});
const act = (at: SiteProcess, page: string, name: string, sent: Parameters<typeof callAction>[3]) =>
  callAction(addressOf(at), page, name, { ...sent, headers: asForwarded(sent.headers) });

async function read(at: SiteProcess, path: string, cookie = ''): Promise<string> {
  const request = get(addressOf(at) + path, { headers: asForwarded({ cookie }), agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return text(response);
}

/** Submits as a new visitor. @param address of a process, or of the load balancer */
async function submit(address: string, dockerfile: string): Promise<{ runId: string; cookie: string }> {
  const body = Buffer.from(JSON.stringify({ exercise: slug, files: { Dockerfile: dockerfile } }));
  const answer = await postBytes(
    `${address}/api/runs`,
    body,
    asForwarded({ 'content-type': 'application/json', 'content-length': body.length }),
  );
  return { runId: (JSON.parse(answer.body) as { runId: string }).runId, cookie: answer.cookie };
}

async function claimAt(address: string): Promise<GradingClaim> {
  const client = new SiteClient(address, RUNNER_TOKEN);
  const claimed = await client.claim(runner(), 10_000, AbortSignal.timeout(20_000));
  if (claimed?.work !== 'grading') throw new Error('nothing to grade');
  return claimed;
}

/** Waits until the processes have this many event streams open. */
const untilFollowing = (...streams: number[]) =>
  until(`${streams.join(' and ')} event streams`, async () => {
    const open = await Promise.all(sites.processes.map((each) => sites.streamsOf(each)));
    return open.join() === streams.join() || undefined;
  });

const storedEvents = async (runId: string): Promise<number[]> =>
  (
    await sites.database.query<{ seq: string }>('SELECT seq FROM run_event WHERE run_id = $1 ORDER BY seq', [
      runId,
    ])
  ).map(({ seq }) => Number(seq));

test('the load balancer sends requests to both in turn', async () => {
  const { cookie, runId } = await submit(sites.url, 'FROM scratch\nLABEL n="balanced"\n');
  const open = new AbortController();
  const streams = await Promise.all(
    [1, 2].map(() =>
      fetch(`${sites.url}/api/runs/${runId}/events?after=0`, { headers: { cookie }, signal: open.signal }),
    ),
  );
  expect(streams.map(({ status }) => status)).toEqual([200, 200]);
  expect(await Promise.all(sites.processes.map((each) => sites.streamsOf(each)))).toEqual([1, 1]);
  open.abort();
  await postBytes(`${sites.url}/api/runs/${runId}/cancel`, Buffer.from('{}'), asForwarded({ cookie }));
  await untilFollowing(0, 0);
});

describe('an account', () => {
  test('that one process creates signs in at the other, and each knows the sessions of both', async () => {
    const created = await act(one, '/create-account', 'submitAccount', { args: [null, {}], form: ada });
    expect(await read(other, '/account', created.cookie)).toContain(ada.email);
    const { email, password } = ada;
    const signedIn = await act(other, '/sign-in', 'submitSignIn', {
      args: [null, {}],
      form: { email, password },
    });
    expect(signedIn.cookie).not.toBe('');
    expect(await read(one, '/account', signedIn.cookie)).toContain(ada.email);
    expect(await read(one, '/account')).not.toContain(ada.email);
  });
});

describe('a run', () => {
  test('is submitted at one process, claimed at the other, and followed at both', async () => {
    const { runId, cookie } = await submit(addressOf(one), 'FROM scratch\nLABEL n="both"\n');
    const streams = [one, other].map((at) => read(at, `/api/runs/${runId}/events?after=0`, cookie));
    await untilFollowing(1, 1);
    const { fence } = await claimAt(addressOf(other));
    await new SiteClient(addressOf(one), RUNNER_TOKEN).events(runId, {
      fence,
      first: 1,
      events: [logLine('a\n')],
    });
    const result = verdict(slug, { passed: false, score: 87 });
    await new SiteClient(addressOf(other), RUNNER_TOKEN).result(runId, { fence, result });
    const numbers = await storedEvents(runId);
    expect(numbers.length).toBe(4);
    for (const stream of await Promise.all(streams)) {
      const ids = [...stream.matchAll(/^id: (\d+)$/gm)].map(([, id]) => Number(id));
      expect(ids).toEqual(numbers);
      expect(stream.match(/"type":"result"/g)).toHaveLength(1);
    }
  });

  test('goes on when the process that its page is connected to is killed, and shows one verdict', async () => {
    const { runId, cookie } = await submit(sites.url, 'FROM scratch\nLABEL n="killed"\n');
    const browser = new EventTarget();
    vi.stubGlobal('addEventListener', browser.addEventListener.bind(browser));
    vi.stubGlobal('removeEventListener', browser.removeEventListener.bind(browser));
    vi.stubGlobal('EventSource', streamSourceOf(sites.url, cookie));
    const page = openRunPage(slug, runId);
    onTestFinished(() => {
      page.leave();
      vi.unstubAllGlobals();
    });
    const { state } = page.store;
    await until('the position in the queue', () => state().queue?.place);

    const client = new SiteClient(sites.url, RUNNER_TOKEN);
    const { fence } = await claimAt(sites.url);
    await client.events(runId, { fence, first: 1, events: [logLine('before\n')] });
    await until('the first line', () => state().live.log.lines.length > 0 || undefined);
    const counts = await Promise.all(sites.processes.map((each) => sites.streamsOf(each)));
    const serving = sites.processes[counts.indexOf(1)]!;
    await serving.kill();

    // The load balancer goes on to send every second request to the process that is gone.
    const repeated: string[] = [];
    await untilReached(
      () => client.events(runId, { fence, first: 2, events: [logLine('after\n')] }),
      repeated,
    );
    const result = verdict(slug, { passed: false, score: 64 });
    await untilReached(() => client.result(runId, { fence, result }), repeated);
    await until('the verdict', () => state().result);

    expect(state()).toMatchObject({ stage: 'ended', connection: 'restored', result: { score: 64 } });
    expect(page.losses()).toBeGreaterThan(0);
    expect(page.received.filter(({ event }) => event.type === 'result')).toHaveLength(1);
    expect(page.received.map(({ seq }) => seq)).toEqual(await storedEvents(runId));
    await sites.restart(serving);
    [one, other] = sites.processes as [SiteProcess, SiteProcess];
  });
});

describe('the content', () => {
  const draft = '/teach/content/stages';
  const file = `${draft}/file?path=glossary.yaml`;
  const written = 'The image that a FROM instruction names';
  const rewritten = 'The image that the FROM instruction names';

  test('that one process saves is in the draft at the other, and what one publishes is shown by both', async () => {
    const email = 'author@school.example';
    const { cookie } = await act(one, '/create-account', 'submitAccount', {
      args: [null, {}],
      form: { ...ada, email },
    });
    await sites.database.query('UPDATE "user" SET is_admin = true WHERE email = $1', [email]);
    const asAuthor = { headers: { cookie } };
    await act(one, '/teach/content', 'submitDraft', { args: [{}], form: { name: 'Stages' }, ...asAuthor });
    const glossary = await read(other, file, cookie);
    expect(glossary).toContain(written);
    const [, seen] = /commit\\?":\\?"([0-9a-f]{40})/.exec(await read(one, draft, cookie))!;
    const saved = await fetch(`${addressOf(one)}${file}&seen=${seen}`, {
      method: 'PUT',
      headers: { cookie, origin: sites.url },
      body: glossary.replace(written, rewritten),
    });
    expect(saved.status).toBe(200);
    expect(await read(other, file, cookie)).toContain(rewritten);

    const press = (what: string) =>
      act(other, `${draft}/publish`, 'submitPublishing', {
        args: ['stages', {}],
        form: { do: what },
        ...asAuthor,
      });
    await press('check');
    await until('the check of the draft', async () => {
      const ended = await sites.database.query('SELECT FROM proof WHERE ended_at IS NOT NULL');
      return ended.length > 0 || undefined;
    });
    expect(await read(one, '/glossary')).toContain(written);
    expect((await press('publish')).body).toContain('Version 2 is published');
    expect(await read(other, '/glossary')).toContain(rewritten);
    await until('the new version at the other process', async () =>
      (await read(one, '/glossary')).includes(rewritten) ? true : undefined,
    );
  });
});
