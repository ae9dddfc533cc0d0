import { expect, test } from 'vitest';
import { Channel } from './channel.ts';

/** More than the receiver has room for, as it grants no more. */
const tooMuch = Buffer.alloc(3 * 1024 * 1024);

test('a write that waits for room fails when the channel is destroyed, and so does one behind it', async () => {
  const channel = new Channel(() => undefined);
  const writes = [tooMuch, Buffer.from('behind')].map(
    (bytes) => new Promise<unknown>((resolve) => channel.write(bytes, resolve)),
  );
  channel.destroy();
  expect(await Promise.all(writes)).toEqual([expect.any(Error), expect.any(Error)]);
});
