import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { probeAnswer, probeCommand } from './probe-answer.ts';

const good =
  '{"driver": {"version": "13.0", "usable": true, "error": null, "device": "NVIDIA H200", "capability": "9.0"}, "framework": {"name": "torch", "version": "2.11.0", "cuda": "13.0", "cudaAvailable": true, "archList": ["sm_90"], "error": null}}';

test.each<[name: string, output: string, usable: boolean | undefined]>([
  ['an answer', `${good}\n`, true],
  ['no framework', good.replace(/"framework": .*/u, '"framework": null}'), true],
  ['a library that prints lines first', `loading\n{not this}\n${good}\n`, true],
  ['no Python', '', undefined],
  ['a different program with that name', 'Python 2\n', undefined],
  ['an invalid capability', good.replace('"9.0"', '"nine"'), undefined],
  ['half an answer', good.slice(0, 200), undefined],
  ['more architectures than there are', good.replace('"sm_90"', Array(300).fill('"sm_1"').join()), undefined],
])('%s', (_, output, usable) => {
  expect(probeAnswer(output)?.driver.usable).toBe(usable);
});

test('text from the image is truncated and has no NUL', () => {
  const answer = probeAnswer(good.replace('NVIDIA H200', `\\u0000${'x'.repeat(1_000)}`));
  expect(answer?.driver.device).toBe('x'.repeat(400));
});

test('on a machine whose Python finds no driver, the probe reports what is missing', async () => {
  const [program = '', ...args] = await probeCommand();
  const { stdout } = await promisify(execFile)(program, args, {
    env: { ...process.env, LD_LIBRARY_PATH: '' },
  });
  const answer = probeAnswer(stdout);
  // A developer's machine may have a GPU. Then it is usable and there is no error.
  expect(answer?.driver.usable).toBe(answer?.driver.error === null);
});
