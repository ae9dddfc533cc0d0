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

/** A build in which one COPY and two RUN steps are at work, and an engine that counts what it is asked. */
function building(rule: { isAnswered?: () => boolean; containers?: () => Promise<number> } = {}) {
  const trace = new TraceRecorder((_stage, index) => index);
  trace.apply({ vertexes: [running(1, 'COPY a b'), running(2, 'RUN pip'), running(3, 'RUN apt')], logs: [] });
  const asked: unknown[] = [];
  const counted: number[] = [];
  let told = 0;
  const modem = {
    dial: (options: unknown, answer: (error: null) => void) => (asked.push(options), answer(null)),
  };
  const containers = async () => {
    const count = (await rule.containers?.()) ?? 2;
    counted.push(count);
    return count;
  };
  const stop = new BuildStop({ modem } as unknown as Docker, 'id', trace, {
    isAnswered: rule.isAnswered ?? (() => true),
    containers,
    onAsked: () => (told += 1),
  });
  return { stop, asked, counted, told: () => told };
}

test('a build whose answer is known is stopped, once', async () => {
  const { stop, asked, told } = building();
  stop.consider();
  stop.consider();
  await expect
    .poll(() => asked)
    .toMatchObject([{ path: '/build/cancel?', method: 'POST', options: { _query: { id: 'id' } } }]);
  stop.consider();
  stop.close();
  expect([stop.isAsked, told(), asked.length]).toEqual([true, 1, 1]);
});

test('not before each RUN at work has its container', async () => {
  let started = 1;
  const { stop, asked, counted } = building({ containers: async () => started });
  stop.consider();
  await expect.poll(() => counted.length).toBeGreaterThan(1);
  expect([stop.isAsked, asked]).toEqual([false, []]);
  started = 2;
  await expect.poll(() => stop.isAsked).toBe(true);
});

test('not when the answer is open again by then; the next report asks again', async () => {
  let isAnswered = true;
  const { stop, asked, counted } = building({
    isAnswered: () => isAnswered,
    containers: async () => ((isAnswered = false), 2),
  });
  stop.consider();
  await expect.poll(() => counted.length).toBe(1);
  stop.consider();
  expect([stop.isAsked, asked, counted.length]).toEqual([false, [], 1]);
  isAnswered = true;
  stop.consider();
  await expect.poll(() => counted.length).toBe(2);
});

test.each<[string, (stop: BuildStop) => void]>([
  ['whose answer is open', () => undefined],
  ['that has ended', (stop) => stop.close()],
])('a build %s is not stopped', async (name, end) => {
  const { stop, asked, counted } = building({ isAnswered: () => name !== 'whose answer is open' });
  stop.consider();
  end(stop);
  await Promise.resolve();
  await Promise.resolve();
  expect([stop.isAsked, asked]).toEqual([false, []]);
  expect(counted.length).toBeLessThan(2);
});

test('an engine that cannot be asked breaks nothing here: the build itself finds it lost', async () => {
  const trace = new TraceRecorder(() => 1);
  const engine = {
    modem: { dial: (_options: unknown, answer: (error: Error) => void) => answer(new Error('gone')) },
  };
  const stop = new BuildStop(engine as unknown as Docker, 'id', trace, {
    isAnswered: () => true,
    containers: async () => 0,
    onAsked: () => undefined,
  });
  stop.consider();
  await expect.poll(() => stop.isAsked).toBe(true);
});
