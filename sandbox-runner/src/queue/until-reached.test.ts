import { expect, test } from 'vitest';
import { SiteUnreachable } from './site-client.ts';
import { untilReached } from './until-reached.ts';

test('a call is repeated while the site cannot be reached', async () => {
  let calls = 0;
  const answer = await untilReached(async () => {
    calls += 1;
    if (calls < 3) throw new SiteUnreachable('away');
    return 'here';
  }, new AbortController().signal);
  expect([answer, calls]).toEqual(['here', 3]);
});

test('a call with any other failure is not repeated', async () => {
  let calls = 0;
  const refused = untilReached(async () => {
    calls += 1;
    throw new Error('refused');
  }, new AbortController().signal);
  await expect(refused).rejects.toThrow('refused');
  expect(calls).toBe(1);
});

test('an abort ends the wait', async () => {
  const stop = new AbortController();
  const waiting = untilReached(async () => {
    stop.abort(new Error('stopped'));
    throw new SiteUnreachable('away');
  }, stop.signal);
  await expect(waiting).rejects.toThrow();
});
