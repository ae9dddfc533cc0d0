import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { followEvents, submitRun } from './run-api.ts';

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
    this.dispatchEvent(
      new MessageEvent('message', { data: JSON.stringify(event), lastEventId: String(seq) }),
    );
  }
}

beforeEach(() => {
  FakeSource.opened.length = 0;
  vi.stubGlobal('EventSource', FakeSource);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('followEvents', () => {
  const follow = () => {
    const seen: number[] = [];
    const states: string[] = [];
    const stop = followEvents('a/b', () => seen.at(-1) ?? 0, {
      event: (seq) => seen.push(seq),
      open: () => states.push('open'),
      lost: () => states.push('lost'),
    });
    return { seen, states, stop };
  };

  test('after a lost connection, it requests the events after the last one it has', () => {
    const { seen, states } = follow();
    const first = FakeSource.opened[0];
    expect(first?.url).toBe('/api/runs/a%2Fb/events?after=0');
    first?.dispatchEvent(new Event('open'));
    first?.emit(7, { type: 'notice', atMs: 0, message: 'x' });
    first?.dispatchEvent(new Event('error'));
    expect(first?.isClosed).toBe(true);
    vi.runAllTimers();
    expect(FakeSource.opened.map((s) => s.url)).toEqual([
      '/api/runs/a%2Fb/events?after=0',
      '/api/runs/a%2Fb/events?after=7',
    ]);
    expect([seen, states]).toEqual([[7], ['open', 'lost']]);
  });

  test('once stopped, it does not reconnect, not even from a pending retry', () => {
    const { stop } = follow();
    FakeSource.opened[0]?.dispatchEvent(new Event('error'));
    stop();
    vi.runAllTimers();
    expect(FakeSource.opened).toHaveLength(1);
  });
});

describe('submitRun', () => {
  const respondWith = (status: number, body: string) =>
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status })));

  test('returns the id of the run that was started', async () => {
    respondWith(201, '{"runId":"r1"}');
    expect(await submitRun('x', {})).toEqual({ ok: true, value: { runId: 'r1' } });
  });
  test('passes on the message of a refusal', async () => {
    respondWith(503, '{"error":{"code":"no-runner","message":"No runner."}}');
    expect(await submitRun('x', {})).toMatchObject({
      ok: false,
      problem: { code: 'no-runner', message: 'No runner.' },
    });
  });
  test('a proxy’s error page counts as offline', async () => {
    respondWith(502, '<html>');
    expect(await submitRun('x', {})).toMatchObject({ ok: false, problem: { code: 'offline' } });
  });
  test('an error without a body is an error on our side, with its status code', async () => {
    respondWith(500, '');
    const result = await submitRun('x', {});
    expect(result).toMatchObject({ ok: false, problem: { code: 'internal' } });
    expect(!result.ok && result.problem.message).toContain('500');
  });
});
