import type Docker from 'dockerode';
import { expect, test } from 'vitest';
import type { Vertex } from './build-status.ts';
import { BuildStop } from './build-stop.ts';
import { TraceRecorder } from './build-trace.ts';

const running = (index: number, name: string): Vertex => ({
  digest: `${index}`,
  name: `[${index}/3] ${name}`,
  cached: false,
  started: 1,
  completed: null,
  error: '',
});

/** A build with one COPY and two RUN steps running, and an engine that records its requests. */
function building(rule: { isAnswered?: () => boolean; containers?: () => Promise<number> } = {}) {
  const trace = new TraceRecorder((_stage, index) => index);
  trace.apply({ vertexes: [running(1, 'COPY a b'), running(2, 'RUN pip'), running(3, 'RUN apt')], logs: [] });
  const requests: unknown[] = [];
  const counted: number[] = [];
  let stops = 0;
  const modem = {
    dial: (options: unknown, answer: (error: null) => void) => (requests.push(options), answer(null)),
  };
  const containers = async () => {
    const count = (await rule.containers?.()) ?? 2;
    counted.push(count);
    return count;
  };
  const stop = new BuildStop({ modem } as unknown as Docker, 'id', trace, {
    isAnswered: rule.isAnswered ?? (() => true),
    containers,
    onStop: () => (stops += 1),
  });
  return { stop, requests, counted, stops: () => stops };
}

test('a build is stopped once its answer is known, only once', async () => {
  const { stop, requests, stops } = building();
  stop.consider();
  stop.consider();
  await expect
    .poll(() => requests)
    .toMatchObject([{ path: '/build/cancel?', method: 'POST', options: { _query: { id: 'id' } } }]);
  stop.consider();
  stop.close();
  expect([stop.isRequested, stops(), requests.length]).toEqual([true, 1, 1]);
});

test('not before each running RUN has its container', async () => {
  let started = 1;
  const { stop, requests, counted } = building({ containers: async () => started });
  stop.consider();
  await expect.poll(() => counted.length).toBeGreaterThan(1);
  expect([stop.isRequested, requests]).toEqual([false, []]);
  started = 2;
  await expect.poll(() => stop.isRequested).toBe(true);
});

test('not if the answer has become open again; the next report tries again', async () => {
  let isAnswered = true;
  const { stop, requests, counted } = building({
    isAnswered: () => isAnswered,
    containers: async () => ((isAnswered = false), 2),
  });
  stop.consider();
  await expect.poll(() => counted.length).toBe(1);
  stop.consider();
  expect([stop.isRequested, requests, counted.length]).toEqual([false, [], 1]);
  isAnswered = true;
  stop.consider();
  await expect.poll(() => counted.length).toBe(2);
});

test.each<[string, (stop: BuildStop) => void]>([
  ['whose answer is open', () => undefined],
  ['that has ended', (stop) => stop.close()],
])('a build %s is not stopped', async (name, end) => {
  const { stop, requests, counted } = building({ isAnswered: () => name !== 'whose answer is open' });
  stop.consider();
  end(stop);
  await Promise.resolve();
  await Promise.resolve();
  expect([stop.isRequested, requests]).toEqual([false, []]);
  expect(counted.length).toBeLessThan(2);
});

test('an engine that rejects the request causes no error here: the build itself reports it lost', async () => {
  const trace = new TraceRecorder(() => 1);
  const engine = {
    modem: { dial: (_options: unknown, answer: (error: Error) => void) => answer(new Error('gone')) },
  };
  const stop = new BuildStop(engine as unknown as Docker, 'id', trace, {
    isAnswered: () => true,
    containers: async () => 0,
    onStop: () => undefined,
  });
  stop.consider();
  await expect.poll(() => stop.isRequested).toBe(true);
});
