import { once } from 'node:events';
import { type RequestOptions, request } from 'node:https';
import type { Duplex } from 'node:stream';
import { json } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { KubeConfig, type V1Pod } from '@kubernetes/client-node';
import { WebSocket } from 'ws';
import { BackOff } from '../../host/back-off.ts';
import { execStream } from './exec-stream.ts';

/** What the API server refused, with its reason, such as `AlreadyExists` or `Forbidden`. */
export class Refused extends Error {
  readonly status: number;
  readonly reason: string;

  constructor(status: number, reason: string, message: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

/** How long one request may take. */
const requestMs = 10_000;
/** How long a request is repeated while the API server is away or overloaded. */
const patienceMs = 60_000;
/**
 * How long a kubelet may take to end a pod and remove its disk, also on a busy node. A pod whose node is gone
 * is removed later, by the cluster.
 */
const removingMs = 60_000;

/**
 * The pods of one namespace. Each call has a time limit, and is repeated if there was no answer: all of them
 * have the same effect when they are repeated.
 */
export class PodApi {
  readonly #config: KubeConfig;
  readonly namespace: string;

  /**
   * Reads the address and the credentials of the cluster from where `kubectl` finds them, or from a pod's
   * service account.
   *
   * @param namespace default: that of the current context or of the service account
   * @throws Error for the operator if there are none
   */
  constructor(namespace: string | undefined) {
    this.#config = new KubeConfig();
    this.#config.loadFromDefault();
    const context = this.#config.getContextObject(this.#config.getCurrentContext());
    this.namespace = namespace ?? context?.namespace ?? 'default';
    // Without a configuration, the client assumes a server on this machine.
    if (!this.#server.startsWith('https://'))
      throw new Error(
        'No Kubernetes cluster is configured. Set KUBECONFIG to a configuration of kubectl whose server has an https address, or start the runner in a pod with a service account.',
      );
  }

  /**
   * Creates a pod. If its name exists, an earlier attempt whose answer was lost has created it.
   *
   * @throws Refused, for example if a quota is used up
   */
  async create(pod: V1Pod): Promise<void> {
    await this.#repeat('POST', '', pod).catch((error: unknown) => {
      if (!(error instanceof Refused && error.reason === 'AlreadyExists')) throw error;
    });
  }

  /**
   * Checks whether a pod could be created, and creates none.
   *
   * @throws Refused with the reason
   */
  async tryCreate(pod: V1Pod): Promise<void> {
    await this.#repeat('POST', '?dryRun=All', pod);
  }

  /** Undefined if there is no such pod. */
  async get(name: string): Promise<V1Pod | undefined> {
    return this.#repeat('GET', `/${name}`).catch(orMissing);
  }

  async list(labelSelector: string): Promise<V1Pod[]> {
    const query = `?labelSelector=${encodeURIComponent(labelSelector)}`;
    return (await this.#repeat<{ items: V1Pod[] }>('GET', query)).items;
  }

  /** Replaces some of a pod's labels; null removes one. */
  async label(name: string, labels: Readonly<Record<string, string | null>>): Promise<void> {
    await this.#repeat('PATCH', `/${name}`, { metadata: { labels } }).catch(orMissing);
  }

  /** Deletes a pod if it exists, and gives what runs in it a second. */
  async delete(name: string): Promise<void> {
    await this.#repeat('DELETE', `/${name}?gracePeriodSeconds=1`).catch(orMissing);
  }

  /** Deletes a pod and waits until the kubelet confirms that it no longer runs. */
  async remove(name: string): Promise<void> {
    const deadline = performance.now() + removingMs;
    const pauses = new BackOff(200, 2_000);
    await this.delete(name);
    while ((await this.get(name)) !== undefined) {
      if (performance.now() > deadline) throw new Error(`pod ${name} was deleted and is still there`);
      await delay(pauses.next());
    }
  }

  /** Version of the API server, such as `v1.34.4`. */
  async serverVersion(): Promise<string> {
    return (await this.#request<{ gitVersion: string }>('GET', '/version')).gitVersion;
  }

  /**
   * Starts a command in a pod's only container.
   *
   * @returns its standard input and output
   * @throws Error if the API server does not answer or the container does not run
   */
  async exec(name: string, command: readonly string[], signal: AbortSignal): Promise<Duplex> {
    const options: WebSocket.ClientOptions = {};
    await this.#config.applyToHTTPSOptions(options);
    const query = new URLSearchParams([
      ...command.map((word) => ['command', word]),
      ['stdin', 'true'],
      ['stdout', 'true'],
    ]);
    const url = `${this.#server.replace(/^http/, 'ws')}${this.#pods}/${name}/exec?${query.toString()}`;
    const socket = new WebSocket(url, 'v5.channel.k8s.io', {
      ...options,
      handshakeTimeout: requestMs,
      perMessageDeflate: false,
    });
    const stop = () => socket.terminate();
    signal.addEventListener('abort', stop, { once: true });
    try {
      await once(socket, 'open');
    } catch (error) {
      socket.on('error', () => undefined);
      socket.terminate();
      throw error;
    } finally {
      signal.removeEventListener('abort', stop);
    }
    return execStream(socket);
  }

  get #server(): string {
    const cluster = this.#config.getCurrentCluster();
    if (cluster === null) throw new Error('the configuration of kubectl names no cluster');
    return cluster.server;
  }

  get #pods(): string {
    return `/api/v1/namespaces/${this.namespace}/pods`;
  }

  async #repeat<T = V1Pod>(method: string, path: string, body?: object): Promise<T> {
    const deadline = performance.now() + patienceMs;
    const pauses = new BackOff(100, 2_000);
    for (;;) {
      try {
        return await this.#request<T>(method, this.#pods + path, body);
      } catch (error) {
        if (!isTemporary(error) || performance.now() > deadline) throw error;
        await delay(pauses.next());
      }
    }
  }

  async #request<T>(method: string, path: string, body?: object): Promise<T> {
    const options: RequestOptions = { method, signal: AbortSignal.timeout(requestMs) };
    await this.#config.applyToHTTPSOptions(options);
    options.headers = {
      ...options.headers,
      accept: 'application/json',
      'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json',
    };
    const sent = request(`${this.#server}${path}`, options);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
    const [response] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
    const answer = (await json(response)) as T & { reason?: string; message?: string };
    const status = response.statusCode ?? 0;
    if (status >= 300) throw new Refused(status, answer.reason ?? '', answer.message ?? `status ${status}`);
    return answer;
  }
}

/**
 * Whether a repeated request may succeed. `Conflict`: several requests used a quota at the same time. An API
 * server that has just started may not know accounts (401) and roles (403, with the verb that the account
 * cannot use) yet.
 */
function isTemporary(error: unknown): boolean {
  if (!(error instanceof Refused)) return true;
  const { status, reason, message } = error;
  const isUnknownHere = status === 401 || (status === 403 && / cannot [a-z]+ resource /.test(message));
  return isUnknownHere || status === 429 || status >= 500 || reason === 'Conflict';
}

function orMissing(error: unknown): undefined {
  if (!(error instanceof Refused && error.status === 404)) throw error;
}
