import { setTimeout as delay } from 'node:timers/promises';
import type { FileServer } from '@dfm/contracts';
import {
  type ContainerSpec,
  containerState,
  createContainer,
  lastOutput,
  startContainer,
} from '../engine/containers.ts';
import { engineFault, startFault } from './engine-fault.ts';
import { httpExchange } from './http-exchange.ts';
import { bindsOfFiles } from './mounted-files.ts';
import { clockOf } from './observe-container.ts';
import type { RunScope } from './run-scope.ts';

/** From the shelf. No build can change the image that the engine has under this name. */
const pythonImage = 'python:3.11-slim-bookworm';
const servedDir = '/files';
const port = 80;
const pollMs = 100;
const startsWithinMs = 20_000;

/**
 * Starts a server of files in the network of the run, and waits until it answers. It is removed with the
 * run's other containers.
 */
export async function startFileServer(
  scope: RunScope,
  { runId, network }: ContainerSpec,
  { name, folder }: FileServer,
): Promise<void> {
  const container = await createContainer(scope.engine, {
    runId,
    image: pythonImage,
    network,
    alias: name,
    memoryMib: 64,
    pids: 64,
    hardened: { user: '10002:10002' },
    binds: await bindsOfFiles(scope, { folder, path: servedDir, readonly: true }, 'served'),
    command: ['python', '-m', 'http.server', '--directory', servedDir, String(port)],
  });
  const refusal = await startContainer(container);
  if (refusal !== undefined) throw startFault(`the file server: ${refusal.why}`);
  const clock = await clockOf(scope, container);
  for (;;) {
    scope.signal.throwIfAborted();
    const { ip, running } = await containerState(container);
    if (!running || (await clock.elapsedMs()) > startsWithinMs)
      throw engineFault(`the file server does not answer: ${await lastOutput(container, 5, 1_000)}`);
    const request = { method: 'GET' as const, path: '/', timeoutMs: 2_000 };
    if (ip !== undefined && (await httpExchange(scope.sandbox, ip, port, request)).kind === 'answered')
      return;
    await delay(pollMs);
  }
}
