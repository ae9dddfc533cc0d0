import { randomBytes } from 'node:crypto';
import { createConnection } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import type { V1Pod } from '@kubernetes/client-node';
import type { RunnerEnv } from '../../config/env.ts';
import { connectEngine } from '../../engine/connect.ts';
import { shelfLayout } from '../../shelf/layout.ts';
import { serveShelf } from '../../shelf/server.ts';
import { imageStoreAt } from '../inside/image-store.ts';
import { agentVersion } from './agent-version.ts';
import { orFull, Unschedulable } from './cluster-room.ts';
import { PodLink } from './link.ts';
import { connectStreams, LocalSockets } from './local-sockets.ts';
import type { PodApi } from './pod-api.ts';
import { endReader, podEnd } from './pod-end.ts';
import { readInPod } from './pod-files.ts';
import { podDir } from './pod-folders.ts';
import { readPodGpu } from './pod-gpu.ts';
import { ownerMarks } from './pod-labels.ts';
import { PodSandbox, podSockets, waitForEngine } from './pod-sandbox.ts';
import { sandboxPod } from './pod-spec.ts';
import { requireSingleKills } from './single-kills.ts';

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
 * @throws HostFull if a quota is used up or no node has room, or no GPU that is not in use
 * @throws Error for the operator if the pod got a GPU that cannot be used
 */
export async function makePod(api: PodApi, env: RunnerEnv): Promise<MadePod> {
  const id = randomBytes(6).toString('hex');
  const name = `dfm-sandbox-${id}`;
  const dir = await podDir(env.DATA_DIR, id);
  const startMs = env.SANDBOX_START_SECONDS * 1_000;
  const made = new AsyncDisposableStack();
  try {
    made.defer(() => api.remove(name));
    await api.create(sandboxPod(name, await ownerMarks(), env)).catch(orFull);
    await untilRunning(api, name, startMs);
    const end = endReader(() => api.get(name));
    const shelfSocket = `${dir}/shelf/shelf.sock`;
    const link = await PodLink.open({
      connect: (signal) => api.exec(name, ['/usr/local/lib/sandbox/connect-runner'], signal),
      isGone: async () => (await end()) !== undefined,
      onShelf: (channel) =>
        connectStreams(createConnection({ path: shelfSocket, allowHalfOpen: true }), channel),
      version: await agentVersion(),
      patienceMs: linkPatienceMs,
    });
    made.defer(() => link.close());
    await requireSingleKills((paths) => readInPod(link, paths));
    const sockets = made.adopt(await LocalSockets.serve(dir, link, Object.values(podSockets)), (served) =>
      served.close(),
    );
    const own = imageStoreAt(sockets.path(podSockets.store));
    made.use(await serveShelf({ layout: shelfLayout(env.SHELF_DIR), own }, shelfSocket));
    const pod = { name, link, sockets, end };
    await waitForEngine(pod, startMs);
    const { Version } = await connectEngine(sockets.path(podSockets.engine)).version();
    const resource = env.KUBERNETES_GPU_RESOURCE;
    const gpu = resource === undefined ? undefined : await readPodGpu(link, resource);
    const sandbox = new PodSandbox(pod, env, Version, gpu);
    made.defer(() => sandbox.close());
    return { sandbox, destroy: () => made.disposeAsync() };
  } catch (error) {
    // A sweep removes what is left if this fails too. The first error has the reason.
    await made.disposeAsync().catch(() => undefined);
    throw error;
  }
}

async function untilRunning(api: PodApi, name: string, timeoutMs: number): Promise<void> {
  const deadline = performance.now() + timeoutMs;
  for (;;) {
    const pod = await api.get(name);
    if (pod?.status?.phase === 'Running') return;
    if (podEnd(pod) !== undefined) throw new Error(`pod ${name} ended before it ran: ${reasonOf(pod)}`);
    const isHopeless = hopeless.has(waitingOf(pod)?.reason ?? '');
    if (isHopeless || performance.now() > deadline) {
      const isUnschedulable =
        pod?.status?.conditions?.some(({ reason }) => reason === 'Unschedulable') === true;
      const why = `pod ${name} does not run: ${reasonOf(pod)}`;
      throw isUnschedulable ? new Unschedulable(why) : new Error(why);
    }
    await delay(startPollMs);
  }
}

function waitingOf(pod: V1Pod | undefined) {
  return pod?.status?.containerStatuses?.[0]?.state?.waiting;
}

/** What Kubernetes says about a pod that does not run. */
function reasonOf(pod: V1Pod | undefined): string {
  if (pod === undefined) return 'it was deleted';
  const { reason, message, phase, conditions } = pod.status ?? {};
  const waiting = waitingOf(pod);
  const scheduled = conditions?.find(({ type }) => type === 'PodScheduled');
  const said = [reason, message, waiting?.reason, waiting?.message, scheduled?.message];
  return said.filter((text) => text !== undefined && text !== '').join(': ') || `its phase is ${phase}`;
}
