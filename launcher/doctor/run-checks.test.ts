import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Check } from './check.ts';
import { examinedWith } from './examined.ts';
import { good, NotChecked, warning } from './finding.ts';
import { runChecks } from './run-checks.ts';

const check = (name: string, run: Check['run'], more: Partial<Check> = {}): Check => ({
  name,
  about: name,
  run,
  ...more,
});
const running = async (checks: Check[], { isRoot = true, signal = new AbortController().signal } = {}) => {
  const printed: string[] = [];
  const reports = await runChecks(checks, examinedWith({}, isRoot), signal, ({ name }) => printed.push(name));
  expect(printed).toEqual(reports.map(({ name }) => name));
  return reports.map(({ name, result, findings }) => [name, result, findings.map(({ saw }) => saw).join()]);
};

test('a check that hangs, and ignores its signal, does not stop the others', async () => {
  const hanging = check('hangs', async (_examined, signal) => {
    await new Promise((resolve) => signal.addEventListener('abort', resolve));
    await delay(100);
    return [good('too late')];
  });
  expect(
    await running([
      { ...hanging, limitMs: 50 },
      check('fast', async () => [good('a'), warning('b', 'do it')]),
    ]),
  ).toEqual([
    ['hangs', 'problem', 'no result within 50 ms'],
    ['fast', 'warning', 'a,b'],
  ]);
});

test('what a check throws is its result', async () => {
  expect(
    await running([
      check('fails', () => Promise.reject(new Error('out of paper'))),
      check('throws at once', () => {
        throw new Error('empty');
      }),
      check('has nothing to look at', () => Promise.reject(new NotChecked('no printer'))),
    ]),
  ).toEqual([
    ['fails', 'problem', 'the check failed: out of paper'],
    ['throws at once', 'problem', 'the check failed: empty'],
    ['has nothing to look at', 'not-checked', 'no printer'],
  ]);
});

test('without root, a check that needs it is not run', async () => {
  const needing = [
    check('a', async () => [good('ran')], { needsRoot: true }),
    check('b', async () => [good('ran')]),
  ];
  expect(await running(needing, { isRoot: false })).toEqual([
    ['a', 'not-checked', 'it needs root'],
    ['b', 'good', 'ran'],
  ]);
  expect(await running(needing)).toEqual([
    ['a', 'good', 'ran'],
    ['b', 'good', 'ran'],
  ]);
});

test('Ctrl C ends everything once it has cleaned up', async () => {
  const interrupted = new AbortController();
  let isClean = false;
  const cleaning = check('cleans up', async (_examined, signal) => {
    interrupted.abort(new Error('interrupted'));
    await delay(100);
    isClean = true;
    throw signal.reason;
  });
  await expect(running([cleaning], { signal: interrupted.signal })).rejects.toThrow('interrupted');
  expect(isClean).toBe(true);
});

test('after its time, a check may still clean up', async () => {
  let isClean = false;
  const slow = check(
    'slow',
    async (_examined, signal) => {
      await delay(10_000, undefined, { signal }).catch(() => {});
      await delay(100);
      isClean = true;
      return [good('done')];
    },
    { limitMs: 20 },
  );
  expect(await running([slow])).toEqual([['slow', 'problem', 'no result within 20 ms']]);
  expect(isClean).toBe(true);
});
