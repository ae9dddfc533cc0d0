import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { cancelRun, followEvents, submitRun } from './run-api.ts';

class FakeSource extends EventTarget {
  static readonly opened: FakeSource[] = [];
  readonly url: string;
  isClosed = false;
  constructor(url: string) {
    super();
    this.url = url;
    FakeSource.opened.push(this);
  }
  close() {
    this.isClosed = true;
  }
  emit(seq: number, event: unknown) {
    this.send(seq, JSON.stringify(event));
  }
  send(seq: number, data: string) {
    this.dispatchEvent(new MessageEvent('message', { data, lastEventId: String(seq) }));
  }
}

let page: EventTarget;

beforeEach(() => {
  FakeSource.opened.length = 0;
  page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  vi.stubGlobal('removeEventListener', page.removeEventListener.bind(page));
  vi.stubGlobal('EventSource', FakeSource);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('followEvents', () => {
  const follow = async () => {
    const seen: number[] = [];
    const states: string[] = [];
    const places: number[] = [];
    const stop: () => void = followEvents('a/b', () => seen.at(-1) ?? 0, {
      event: (seq) => seen.push(seq),
      queue: ({ place }) => places.push(place),
      open: () => states.push('open'),
      lost: () => states.push('lost'),
    });
    await vi.dynamicImportSettled();
    return { seen, states, places, stop };
  };
  const retry = async () => {
    vi.runAllTimers();
    await vi.dynamicImportSettled();
  };

  test('after a lost connection, it requests the events after the last one it has', async () => {
    const { seen, states } = await follow();
    const first = FakeSource.opened[0];
    expect(first?.url).toBe('/api/runs/a%2Fb/events?after=0');
    first?.dispatchEvent(new Event('open'));
    first?.emit(7, { type: 'notice', atMs: 0, message: 'x' });
    first?.dispatchEvent(new Event('error'));
    expect(first?.isClosed).toBe(true);
    await retry();
    expect(FakeSource.opened.map((s) => s.url)).toEqual([
      '/api/runs/a%2Fb/events?after=0',
      '/api/runs/a%2Fb/events?after=7',
    ]);
    expect([seen, states]).toEqual([[7], ['open', 'lost']]);
  });

  test('the position in the queue is not an event of the run, and one that cannot be read is skipped', async () => {
    const { seen, places } = await follow();
    for (const data of ['{"place":3,"runners":1,"lacks":[]}', '{"place":"2"}', '<html>'])
      FakeSource.opened[0]?.dispatchEvent(new MessageEvent('queue', { data }));
    expect([seen, places]).toEqual([[], [3]]);
  });

  test('without a network, the connection is lost immediately, although the stream reports nothing', async () => {
    const { states } = await follow();
    FakeSource.opened[0]?.dispatchEvent(new Event('open'));
    page.dispatchEvent(new Event('offline'));
    expect(states).toEqual(['open', 'lost']);
    expect(FakeSource.opened[0]?.isClosed).toBe(true);
  });

  test('a connection that is silent for longer than the site ever is counts as lost', async () => {
    const { states } = await follow();
    FakeSource.opened[0]?.dispatchEvent(new Event('open'));
    vi.advanceTimersByTime(39_000);
    FakeSource.opened[0]?.dispatchEvent(new Event('alive'));
    vi.advanceTimersByTime(39_000);
    expect(states).toEqual(['open']);
    vi.advanceTimersByTime(1_000);
    expect(states).toEqual(['open', 'lost']);
    expect(FakeSource.opened[0]?.isClosed).toBe(true);
  });

  test('when the network is back, it reconnects immediately and once', async () => {
    await follow();
    page.dispatchEvent(new Event('offline'));
    page.dispatchEvent(new Event('online'));
    page.dispatchEvent(new Event('online'));
    await vi.dynamicImportSettled();
    expect(FakeSource.opened).toHaveLength(2);
    await retry();
    expect(FakeSource.opened).toHaveLength(2);
  });

  test.each([
    ['an unknown type', '{"type":"paused","atMs":0}'],
    ['a message that is missing', '{"type":"notice","atMs":0}'],
    ['text that is not JSON', '<html>'],
  ])('an event with %s is skipped', async (_, data) => {
    const { seen, states } = await follow();
    FakeSource.opened[0]?.send(7, data);
    FakeSource.opened[0]?.emit(8, { type: 'notice', atMs: 0, message: 'x' });
    expect([seen, states]).toEqual([[8], []]);
  });

  test('once stopped, it does not reconnect, not even from a pending retry', async () => {
    const { stop } = await follow();
    FakeSource.opened[0]?.dispatchEvent(new Event('error'));
    stop();
    page.dispatchEvent(new Event('online'));
    await retry();
    expect(FakeSource.opened).toHaveLength(1);
  });

  test('stopped because the connection was lost, it does not reconnect', async () => {
    const stop: () => void = followEvents('r', () => 0, {
      event: () => undefined,
      queue: () => undefined,
      open: () => undefined,
      lost: () => stop(),
    });
    await vi.dynamicImportSettled();
    FakeSource.opened[0]?.dispatchEvent(new Event('error'));
    await retry();
    expect(FakeSource.opened).toHaveLength(1);
  });

  test('stopped before it has connected, it does not connect', async () => {
    followEvents('r', () => 0, {
      event: () => undefined,
      queue: () => undefined,
      open: () => undefined,
      lost: () => undefined,
    })();
    await vi.dynamicImportSettled();
    expect(FakeSource.opened).toEqual([]);
  });
});

describe('submitRun', () => {
  const respondWith = (status: number, body: string) =>
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status })));

  test('returns the id of the run that was started', async () => {
    respondWith(201, '{"runId":"r1"}');
    expect(await submitRun('x', {}, {})).toEqual({ ok: true, value: { runId: 'r1' } });
  });
  test('sends when it was clicked', async () => {
    const sent = vi.fn<typeof fetch>(() => Promise.resolve(new Response('{"runId":"r1"}', { status: 201 })));
    vi.stubGlobal('fetch', sent);
    vi.setSystemTime(1_700_000_000_000);
    await submitRun('x', {}, {});
    vi.useRealTimers();
    expect(JSON.parse(String(sent.mock.calls[0]![1]!.body))).toMatchObject({
      clickedAtMs: 1_700_000_000_000,
    });
  });
  test('passes on the message of a refusal', async () => {
    respondWith(503, '{"error":{"code":"no-runner","message":"No runner."}}');
    expect(await submitRun('x', {}, {})).toMatchObject({
      ok: false,
      problem: { code: 'no-runner', message: 'No runner.' },
    });
  });
  test('a proxy’s error page counts as offline', async () => {
    respondWith(502, '<html>');
    expect(await submitRun('x', {}, {})).toMatchObject({ ok: false, problem: { code: 'offline' } });
  });
  test('the run that is in progress is known', async () => {
    respondWith(409, '{"error":{"code":"conflict","message":"Wait."},"runId":"r0"}');
    expect(await submitRun('x', {}, {})).toMatchObject({ problem: { code: 'conflict' }, runId: 'r0' });
  });
  test.each(['{"id":"r1"}', 'null', '[]', ''])('the response %j is an error on our side', async (body) => {
    respondWith(201, body);
    const result = await submitRun('x', {}, {});
    expect(result).toMatchObject({ ok: false, problem: { code: 'unreadable' } });
    expect(!result.ok && result.problem.message).toContain('error on our side');
  });
  test.each(['{"error":"no"}', 'null', '{}'])('so is the refusal %j', async (body) => {
    respondWith(503, body);
    const result = await submitRun('x', {}, {});
    expect(result).toMatchObject({ ok: false, problem: { code: 'internal' } });
    expect(!result.ok && result.problem.message).toContain('503');
  });
  test('an error without a body is an error on our side, with its status code', async () => {
    respondWith(500, '');
    const result = await submitRun('x', {}, {});
    expect(result).toMatchObject({ ok: false, problem: { code: 'internal' } });
    expect(!result.ok && result.problem.message).toContain('500');
  });
});

describe('cancelRun', () => {
  test('succeeds without a body', async () => {
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(null, { status: 204 })));
    expect(await cancelRun('r1')).toEqual({ ok: true, value: undefined });
  });
});
