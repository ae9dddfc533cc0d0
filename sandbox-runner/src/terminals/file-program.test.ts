import { expect, test } from 'vitest';
import { FileProgram } from './file-program.ts';
import { FakeProgram } from './testing/fake-program.ts';

test('a program that does not answer, and one that has ended, are told apart', async () => {
  const silent = new FakeProgram(() => undefined);
  await expect(new FileProgram(silent).ask(['list', ''], 10)).rejects.toMatchObject({ reason: 'timeout' });
  const ended = new FakeProgram(() => undefined);
  await ended.close();
  await expect(new FileProgram(ended).ask(['list', ''], 10_000)).rejects.toMatchObject({
    reason: 'unavailable',
  });
});
