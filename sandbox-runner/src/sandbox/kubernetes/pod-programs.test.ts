import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Channel } from './channel.ts';
import { countPayload, frameKinds } from './frames.ts';
import { startTtyInPod } from './pod-programs.ts';

test('a shell that has ended leaves no channel when it is closed', async () => {
  const channel = new Channel(() => undefined);
  const shell = startTtyInPod({ channel: () => channel }, ['shell']);
  channel.receive(frameKinds.exited, countPayload(32, 3));
  channel.receive(frameKinds.end, Buffer.alloc(0));
  expect(await shell.exitCode()).toBe(3);
  await shell.close();
  await delay(0);
  expect(channel.closed).toBe(true);
});
