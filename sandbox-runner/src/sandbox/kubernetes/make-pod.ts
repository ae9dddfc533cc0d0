import { randomBytes } from 'node:crypto';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import type { RunnerEnv } from '../../config/env.ts';
import { connectEngine } from '../../engine/connect.ts';
import { shelfLayout } from '../../shelf/layout.ts';
import { serveShelf } from '../../shelf/server.ts';
import { imageStoreAt } from '../docker/image-store.ts';
import { HostFull } from '../host-room.ts';
import { agentVersion } from './agent-version.ts';
import { PodLink } from './link.ts';
import { connectStreams, LocalSockets } from './local-sockets.ts';
import { type PodApi, Refused } from './pod-api.ts';
import { podEnd } from './pod-end.ts';
import { ownerMarks } from './pod-labels.ts';
import { PodSandbox, podSockets, waitForEngine } from './pod-sandbox.ts';
import { sandboxPod } from './pod-spec.ts';

/** How long the API server may be away before a sandbox is given up. */
const linkPatienceMs = 60_000;
const startPollMs = 100;
/** Reasons why a container waits that do not go away. */
const hopeless = new Set(['ErrImageNeverPull', 'InvalidImageName', 'CreateContainerConfigError']);

export interface MadePod {
  sandbox: PodSandbox;
  /** Safe to repeat. */
  destroy(): Promise<void>;
}

/**
 * Creates a pod and waits until its engine answers. A failure leaves nothing behind, and if this process
 * dies, neither does the next sweep.
 *
 * @throws HostFull if a quota is used up or no node has room
 */
export async function makePod(api: PodApi, env: RunnerEnv): Promise<MadePod> {
  const name = `dfm-sandbox-${randomBytes(6).toString('hex')}`;
  const dir = join(podsDir(env.DATA_DIR), name);
  let destroy = () => api.remove(name);
  try {
    await api.create(sandboxPod(name, await ownerMarks(), env)).catch(orFull);
    await untilRunning(api, name, env.SANDBOX_START_SECONDS * 1_000);
    const shelfSocket = join(dir, 'shelf/shelf.sock');
    const link = await PodLink.open({
      connect: (signal) => api.exec(name, ['/usr/local/lib/sandbox/connect-runner'], signal),
      isGone: async () => podEnd(await api.get(name)) !== undefined,
      onShelf: (channel) =>
        connectStreams(createConnection({ path: shelfSocket, allowHalfOpen: true }), channel),
      version: await agentVersion(),
      patienceMs: linkPatienceMs,
    });
    destroy = async () => {
      link.close();
      await api.remove(name);
    };
    const sockets = await LocalSockets.serve(dir, link, Object.values(podSockets));
    const own = imageStoreAt(sockets.path(podSockets.store));
    const shelf = await serveShelf({ layout: shelfLayout(env.SHELF_DIR), own }, shelfSocket);
    const pod = { name, api, link, sockets };
    destroy = async () => {
      link.close();
      await shelf[Symbol.asyncDispose]();
      await sockets.close();
      await api.remove(name);
    };
    await waitForEngine(pod, env.SANDBOX_START_SECONDS * 1_000);
    const { Version } = await connectEngine(sockets.path(podSockets.engine)).version();
    const sandbox = new PodSandbox(pod, env, Version);
    const release = destroy;
    return {
      sandbox,
      destroy: async () => {
        await shelf[Symbol.asyncDispose]();
        await sandbox.destroy();
        await release();
      },
    };
  } catch (error) {
    await destroy();
    throw error;
  }
}

/** Folder of the sockets that lead to pods. */
export function podsDir(dataDir: string): string {
  return join(dataDir, 'pods', String(process.pid));
}

/** A quota that is used up is no fault of anyone's, and room comes back. */
export function orFull(error: unknown): never {
  if (error instanceof Refused && error.status === 403 && error.message.includes('exceeded quota'))
    throw new HostFull(error.message);
  throw error;
}

async function untilRunning(api: PodApi, name: string, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const pod = await api.get(name);
    if (pod?.status?.phase === 'Running') return;
    if (podEnd(pod) !== undefined) throw new Error(`pod ${name} ended before it ran: ${reasonOf(pod)}`);
    const isHopeless = hopeless.has(waitingReason(pod) ?? '');
    if (isHopeless || performance.now() > deadline) {
      const isUnschedulable =
        pod?.status?.conditions?.some(({ reason }) => reason === 'Unschedulable') === true;
      const why = `pod ${name} does not run: ${reasonOf(pod)}`;
      throw isUnschedulable ? new HostFull(why) : new Error(why);
    }
    await delay(startPollMs);
  }
}

function waitingReason(pod: V1Pod | undefined): string | undefined {
  return pod?.status?.containerStatuses?.[0]?.state?.waiting?.reason;
}

/** What Kubernetes says about a pod that does not run. */
function reasonOf(pod: V1Pod | undefined): string {
  if (pod === undefined) return 'it was deleted';
  const waiting = pod.status?.containerStatuses?.[0]?.state?.waiting;
  const condition = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  const said = [
    pod.status?.reason,
    pod.status?.message,
    waiting?.reason,
    waiting?.message,
    condition?.message,
  ];
  return (
    said.filter((text) => text !== undefined && text !== '').join(': ') || `its phase is ${pod.status?.phase}`
  );
}
