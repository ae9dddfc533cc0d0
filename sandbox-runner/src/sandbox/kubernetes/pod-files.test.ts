import { expect, test } from 'vitest';
import { Channel } from './channel.ts';
import { frameKinds } from './frames.ts';
import { readInPod } from './pod-files.ts';

/** A link to an agent that answers everything with these bytes as often as it may. */
function agentSending(part: Buffer, times: number) {
  const sent: number[] = [];
  const opened: Channel[] = [];
  return {
    sent,
    opened,
    channel(): Channel {
      const channel = new Channel((kind) => sent.push(kind));
      opened.push(channel);
      for (let n = 0; n < times; n++) channel.receive(frameKinds.data, part);
      channel.receive(frameKinds.end, Buffer.alloc(0));
      return channel;
    },
  };
}

test('the files of a pod are found by their paths', async () => {
  const agent = agentSending(Buffer.from('/proc/1/comm\0agent\n\0'), 1);
  expect(await readInPod(agent, ['/proc/1/comm'])).toEqual(new Map([['/proc/1/comm', 'agent\n']]));
});

test('a pod cannot fill the memory of its runner', async () => {
  const agent = agentSending(Buffer.alloc(64 * 1024, 'x'), 129);
  await expect(readInPod(agent, ['/proc/[0-9]*/status'])).rejects.toThrow('more than 8388608 bytes');
  expect(agent.opened[0]!.destroyed).toBe(true);
  expect(agent.sent).toContain(frameKinds.close);
});
