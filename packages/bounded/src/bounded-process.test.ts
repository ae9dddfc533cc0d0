import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { adversarialWork } from './adversarial-work.ts';
import { BoundedProcesses, LimitExceeded } from './bounded-process.ts';

const module = new URL('./adversarial-work.ts', import.meta.url);
const processes = new BoundedProcesses<typeof adversarialWork>(module, 64);
const cpuSeconds = 1;

test('a call gets its input and parts, and none of the environment', async () => {
  const input = { text: 'a', map: new Map([[1, { b: undefined }]]) };
  expect(await processes.call('echo', input, { cpuSeconds, parts: [['x'], ['y']] })).toEqual({
    input,
    parts: [['x'], ['y']],
    environment: ['NODE_ENV'],
  });
  expect(await processes.call('echo', 1, { cpuSeconds })).toEqual({
    input: 1,
    parts: [],
    environment: ['NODE_ENV'],
  });
});

test.each<[name: keyof typeof adversarialWork & string, kind: LimitExceeded['kind']]>([
  ['loop', 'time'],
  ['backtrack', 'time'],
  ['hoard', 'memory'],
  ['hoardTexts', 'memory'],
  ['nest', 'memory'],
])('%s ends at its %s limit, and the next call is answered', async (name, kind) => {
  // On a busy machine, filling the memory may take more processor time.
  const seconds = kind === 'memory' ? 60 : cpuSeconds;
  const ended = await processes
    .call(name, undefined, { cpuSeconds: seconds })
    .catch((error: unknown) => error);
  expect(ended).toBeInstanceOf(LimitExceeded);
  expect(ended).toMatchObject({ kind });
  expect(await processes.call('echo', 2, { cpuSeconds })).toMatchObject({ input: 2 });
});

test.each<[name: keyof typeof adversarialWork & string, message: RegExp]>([
  ['fail', /a platform defect/],
  ['die', /ended before it answered: SIGKILL/],
])('near miss: %s does not count as exceeding a limit', async (name, message) => {
  const ended = await processes.call(name, undefined, { cpuSeconds }).catch((error: unknown) => error);
  expect(ended).not.toBeInstanceOf(LimitExceeded);
  expect(String(ended)).toMatch(message);
});

test('this process and other calls continue meanwhile', async () => {
  const over = new AbortController();
  const loop = processes.call('loop', undefined, { cpuSeconds }).catch(() => over.abort());
  const answers: unknown[] = [];
  while (!over.signal.aborted) {
    answers.push(await processes.call('echo', answers.length, { cpuSeconds }));
    await turn();
  }
  await loop;
  expect(answers.length).toBeGreaterThan(2);
});

test('a call with input that cannot be copied fails immediately', async () => {
  await expect(processes.call('echo', () => undefined, { cpuSeconds })).rejects.toThrow(
    'could not be cloned',
  );
});

test('a process is reused unless a call left it large', async () => {
  const large = new BoundedProcesses<typeof adversarialWork>(module, 2_000);
  const first = await large.call('pid', 0, { cpuSeconds: 60 });
  expect(await large.call('pid', 0, { cpuSeconds: 60 })).toBe(first);
  expect(await large.call('pid', 400, { cpuSeconds: 60 })).toBe(first);
  expect(await large.call('pid', 0, { cpuSeconds: 60 })).not.toBe(first);
});

test('an aborted call fails with the signal’s reason', async () => {
  const abort = new AbortController();
  const loop = processes.call('loop', undefined, { cpuSeconds, signal: abort.signal });
  abort.abort(new Error('cancelled'));
  await expect(loop).rejects.toThrow('cancelled');
});
