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
/** Its argument is the speed of each download in bytes per second; without one, it sends as fast as it can. */
const program = `
import sys, time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

class Files(SimpleHTTPRequestHandler):
    def copyfile(self, source, output):
        if len(sys.argv) == 1:
            return super().copyfile(source, output)
        while part := source.read(int(sys.argv[1]) // 10):
            time.sleep(0.1)
            output.write(part)

ThreadingHTTPServer(("", ${port}), partial(Files, directory="${servedDir}")).serve_forever()
`;
const pollMs = 100;
const startsWithinMs = 20_000;

/**
 * Starts a server of files in the network of the run, and waits until it answers. It is removed with the
 * run's other containers.
 */
export async function startFileServer(
  scope: RunScope,
  { runId, network }: ContainerSpec,
  { name, folder, kbPerSecond }: FileServer,
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
    command: ['python', '-c', program, ...(kbPerSecond === undefined ? [] : [String(kbPerSecond * 1_000)])],
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
