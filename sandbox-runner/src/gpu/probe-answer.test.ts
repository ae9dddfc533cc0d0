import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { probeAnswer, probeCommand } from './probe-answer.ts';

const good =
  '{"driver": {"version": "13.0", "usable": true, "error": null, "device": "NVIDIA H200", "capability": "9.0"}, "framework": {"name": "CUDA driver", "version": "13.0", "cudaAvailable": true, "archList": ["compute_70"], "error": null}}';

test.each<[name: string, output: string, usable: boolean | undefined]>([
  ['an answer', `${good}\n`, true],
  ['a library that prints first', `loading\n{not this}\n${good}\n`, true],
  ['no Python', '', undefined],
  ['another program of that name', 'Python 2\n', undefined],
  ['a capability that is none', good.replace('"9.0"', '"nine"'), undefined],
  ['half an answer', good.slice(0, 200), undefined],
  [
    'more architectures than there are',
    good.replace('"compute_70"', Array(300).fill('"sm_1"').join()),
    undefined,
  ],
])('%s', (_, output, usable) => {
  expect(probeAnswer(output)?.driver.usable).toBe(usable);
});

test('what the image says is cut to a length and has no NUL', () => {
  const answer = probeAnswer(good.replace('NVIDIA H200', `\\u0000${'x'.repeat(1_000)}`));
  expect(answer?.driver.device).toBe('x'.repeat(400));
});

test('on a machine whose Python finds no driver the probe says what is missing', async () => {
  const [program = '', ...args] = await probeCommand();
  const { stdout } = await promisify(execFile)(program, args, {
    env: { ...process.env, LD_LIBRARY_PATH: '' },
  });
  const answer = probeAnswer(stdout);
  // A developer's machine may have a GPU: then it is usable, and never both.
  expect(answer?.driver.usable).toBe(answer?.driver.error === null);
});
