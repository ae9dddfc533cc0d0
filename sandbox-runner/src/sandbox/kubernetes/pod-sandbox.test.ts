import { PassThrough } from 'node:stream';
import { afterEach, expect, test } from 'vitest';
import { readRunnerEnv } from '../../config/env.ts';
import type { PodLink } from './link.ts';
import type { LocalSockets } from './local-sockets.ts';
import { PodSandbox } from './pod-sandbox.ts';

const env = readRunnerEnv({ SANDBOX_BACKEND: 'kubernetes', KUBERNETES_IMAGE: 'registry.example/sandbox:1' });

let sandbox: PodSandbox;
afterEach(() => sandbox.close());

/**
 * A sandbox without a pod. Its engine does not answer, and the API server says that it was deleted.
 *
 * @param whileWaiting called when the sandbox waits for its connection
 * @returns what interrupts the connection
 */
async function handedOut(whileWaiting = (_interrupt: (ms: number) => void) => {}) {
  const handlers: ((ms: number) => void)[] = [];
  const interrupt = (ms: number) => handlers.forEach((handler) => handler(ms));
  const link = {
    channel: () => new PassThrough(),
    onInterruption: (handler: (ms: number) => void) => void handlers.push(handler),
    whenConnected: async () => whileWaiting(interrupt),
  };
  const sockets = { path: () => '/nonexistent/socket' };
  sandbox = new PodSandbox(
    {
      name: 'one',
      link: link as unknown as PodLink,
      sockets: sockets as unknown as LocalSockets,
      end: async () => ({ by: 'outside' }),
    },
    env,
    '1',
  );
  await sandbox.handOut();
  return interrupt;
}

test('an interruption while processor time is measured is the reason of what follows', async () => {
  const interrupt = await handedOut();
  await sandbox.processorTime('sandbox');
  interrupt(5_000);
  expect(await sandbox.fault()).toMatchObject({
    kind: 'interrupted',
    message: expect.stringContaining('5 s'),
  });
});

test('an interruption that ends while the sandbox is asked counts', async () => {
  await handedOut((interrupt) => interrupt(2_000));
  await sandbox.processorTime('sandbox');
  expect(await sandbox.fault()).toMatchObject({ kind: 'interrupted' });
});

test('an interruption of a build is no fault, but is known', async () => {
  const interrupt = await handedOut();
  interrupt(300);
  interrupt(200);
  expect(sandbox.interruptedMs).toBe(500);
  expect(await sandbox.fault()).toMatchObject({ kind: 'engine-lost' });
});

test('an interruption of a build does not disturb what is measured later', async () => {
  const interrupt = await handedOut();
  interrupt(300);
  await sandbox.processorTime('sandbox');
  expect(await sandbox.fault()).toMatchObject({ kind: 'engine-lost' });
  interrupt(200);
  expect(await sandbox.fault()).toMatchObject({
    kind: 'interrupted',
    message: expect.stringContaining('0.2 s'),
  });
  expect(sandbox.interruptedMs).toBe(500);
});

test('a new account has no interruption', async () => {
  const interrupt = await handedOut();
  await sandbox.processorTime('sandbox');
  interrupt(300);
  await sandbox.handOut();
  expect(sandbox.interruptedMs).toBe(0);
  expect(await sandbox.fault()).toMatchObject({ kind: 'engine-lost' });
});
