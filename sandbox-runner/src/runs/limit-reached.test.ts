import { expect, test } from 'vitest';
import { requireUninterrupted } from './limit-reached.ts';

test('a time that is up is not the fault of a build that could not be reached', () => {
  expect(() => requireUninterrupted({ interruptedMs: 0 })).not.toThrow();
  expect(() => requireUninterrupted({ interruptedMs: 1 })).toThrow(
    expect.objectContaining({ code: 'engine-lost' }),
  );
});
