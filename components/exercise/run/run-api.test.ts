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
  say(seq: number, event: unknown) {
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

  test('after a broken connection it asks for what comes after the last event it has', () => {
    const { seen, states } = follow();
    const first = FakeSource.opened[0];
    expect(first?.url).toBe('/api/runs/a%2Fb/events?after=0');
    first?.dispatchEvent(new Event('open'));
    first?.say(7, { type: 'notice', atMs: 0, message: 'x' });
    first?.dispatchEvent(new Event('error'));
    expect(first?.isClosed).toBe(true);
    vi.runAllTimers();
    expect(FakeSource.opened.map((s) => s.url)).toEqual([
      '/api/runs/a%2Fb/events?after=0',
      '/api/runs/a%2Fb/events?after=7',
    ]);
    expect([seen, states]).toEqual([[7], ['open', 'lost']]);
  });

  test('once stopped it does not come back, also not from a pending retry', () => {
    const { stop } = follow();
    FakeSource.opened[0]?.dispatchEvent(new Event('error'));
    stop();
    vi.runAllTimers();
    expect(FakeSource.opened).toHaveLength(1);
  });
});

describe('submitRun', () => {
  const answer = (status: number, body: string) =>
    vi.stubGlobal('fetch', () => Promise.resolve(new Response(body, { status })));

  test('gives the id of the run that was started', async () => {
    answer(201, '{"runId":"r1"}');
    expect(await submitRun('x', {})).toEqual({ ok: true, value: { runId: 'r1' } });
  });
  test('hands on what the site says of a refusal', async () => {
    answer(503, '{"error":{"code":"no-runner","message":"No runner."}}');
    expect(await submitRun('x', {})).toMatchObject({
      ok: false,
      problem: { code: 'no-runner', message: 'No runner.' },
    });
  });
  test('a page of a proxy is no answer of the site', async () => {
    answer(502, '<html>');
    expect(await submitRun('x', {})).toMatchObject({ ok: false, problem: { code: 'offline' } });
  });
  test('an empty error is a fault of ours, with its number', async () => {
    answer(500, '');
    const result = await submitRun('x', {});
    expect(result).toMatchObject({ ok: false, problem: { code: 'internal' } });
    expect(!result.ok && result.problem.message).toContain('500');
  });
});
