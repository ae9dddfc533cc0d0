import { chown, mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { connectEngine } from '../../sandbox-runner/src/engine/connect.ts';
import { saveImage } from '../../sandbox-runner/src/engine/host.ts';
import { runCommand } from '../../sandbox-runner/src/host/command.ts';
import { testEnv } from '../../sandbox-runner/test/sandbox-fixture.ts';
import { chartFolder, helm } from '../chart/helm.ts';
import { TcpProxy } from '../faults/tcp-proxy.ts';
import { databaseServer, urlOf } from '../site/database-server.ts';
import { RUNNER_TOKEN, roomForTests } from '../site/site.ts';
import { innerNetworks } from './cluster/node-files.ts';
import { NameServer } from './name-server.ts';
import { podSettings, sharedCluster } from './pods.ts';
import { ServiceRouter } from './service-router.ts';

const images = { site: 'docker-for-ml-site', runner: 'docker-for-ml-runner' } as const;
const namespace = 'course';
const sandboxes = 'course-sandboxes';
const databaseName = 'in_pods';
/** The cluster shares two processors with everything else. */
const small = { requests: { cpu: '50m', memory: '256Mi' } };

/**
 * The whole product as the chart installs it in the cluster of the tests: replicas of the site, and a runner
 * whose sandboxes are pods. Its images are those that this machine's Docker Engine has built. PostgreSQL is
 * outside of the cluster.
 */
export class InstalledChart {
  /** All containers of the chart run as this user, which has no entry in /etc/passwd. */
  readonly user = 23_456;
  /** Address of the site for visitors. */
  url = '';
  database!: Client;
  readonly #cluster = sharedCluster();
  readonly #folder = join(process.env.TEST_CLUSTER!, 'chart');
  readonly #router = new ServiceRouter();
  readonly #postgres = new TcpProxy(Number(new URL(databaseServer()).port));
  readonly #names = new NameServer(['course-site', 'course-terminals'], this.#cluster.place.host);

  kubectl(...args: string[]): Promise<string> {
    return this.#cluster.kubectl('--namespace', namespace, ...args);
  }

  /** Prepares the cluster, without installing anything. */
  async open(): Promise<void> {
    const { host, node } = this.#cluster.place;
    await mkdir(this.#folder);
    for (const image of Object.values(images)) await this.#importImage(image);
    // The network of the pods is inside the node.
    await runCommand('ip', ['route', 'replace', innerNetworks.pods, 'via', node]);
    for (const [name, level] of [
      [namespace, 'restricted'],
      [sandboxes, 'privileged'],
    ] as const) {
      await this.#cluster.kubectl('create', 'namespace', name);
      await this.kubectl('label', 'namespace', name, `pod-security.kubernetes.io/enforce=${level}`);
    }
    this.database = await newDatabase();
    await this.#createSecret(await this.#postgres.open(host));
    const content = join(this.#folder, 'content');
    await mkdir(content);
    await chown(content, this.user, this.user);
    await this.#createVolume('content', content);
    await this.#createVolume('shelf', testEnv().SHELF_DIR);
    this.url = `http://localhost:${await this.#router.listen('127.0.0.1')}`;
    // For pods, by the names of the Services.
    await this.#router.listen(host, 3000);
    await this.#names.open(host);
    this.#router.follow(this.#cluster, namespace);
  }

  /**
   * Installs or updates it, and waits until all pods are ready.
   *
   * @param hasRunner whether with a runner
   * @param env settings of the site
   */
  async deploy(
    command: 'install' | 'upgrade',
    { hasRunner, env = {} }: { hasRunner: boolean; env?: Record<string, string> },
  ): Promise<void> {
    const image = (repository: string) => ({ repository, tag: 'latest', pullPolicy: 'Never' });
    const { SANDBOX_BACKEND: _, ...settings } = podSettings;
    const values = {
      siteUrl: this.url,
      user: this.user,
      site: { image: image(images.site), env: { ...roomForTests, ...env }, resources: small },
      contentStore: { existingClaim: 'content' },
      ingress: { enabled: true },
      runners: {
        enabled: hasRunner,
        image: image(images.runner),
        replicas: 1,
        sandboxes: { image: process.env.KUBERNETES_IMAGE, namespace: sandboxes },
        shelfClaim: 'shelf',
        env: { ...settings, SANDBOX_MAX: '1' },
        resources: small,
      },
    };
    const file = join(this.#folder, 'values.json');
    await writeFile(file, JSON.stringify(values));
    const where = ['--namespace', namespace, '--kubeconfig', this.#cluster.kubeconfig];
    await helm(command, 'course', chartFolder, ...where, '--values', file, '--wait', '--timeout', '10m');
    await this.#router.readIngress(this.#cluster, namespace);
  }

  /** Names of the pods of a component, or of all. */
  async pods(component?: 'site' | 'runner' | 'terminals'): Promise<string[]> {
    const selected = component ? [`--selector=app.kubernetes.io/component=${component}`] : [];
    const text = await this.kubectl(
      ...['get', 'pods', ...selected],
      '--output=jsonpath={.items[*].metadata.name}',
    );
    return text.split(' ').filter((name) => name !== '');
  }

  /** Asks the cluster to remove a pod, as the drain of a node does. @throws if its budget does not allow that */
  async evict(pod: string): Promise<string> {
    const file = join(this.#folder, `${pod}.json`);
    const metadata = { name: pod, namespace };
    await writeFile(file, JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata }));
    return this.kubectl(
      'create',
      '--raw',
      `/api/v1/namespaces/${namespace}/pods/${pod}/eviction`,
      '-f',
      file,
    );
  }

  async close(): Promise<void> {
    this.#router.close();
    await this.database?.end();
    await this.#postgres.close();
    this.#names.close();
  }

  async #importImage(image: string): Promise<void> {
    const archive = join(this.#folder, 'image.tar');
    await saveImage(connectEngine(testEnv().DOCKER_SOCKET), image, archive);
    await this.#cluster.importImages(archive);
    await rm(archive);
  }

  async #createSecret(port: number): Promise<void> {
    const host = `${this.#cluster.place.host}:${port}`;
    const DATABASE_URL = Object.assign(new URL(urlOf(databaseServer(), databaseName)), { host });
    const values = { DATABASE_URL, RUNNER_TOKEN, AUTH_SECRET: 'auth-secret-of-the-pods-0123456789' };
    const literals = Object.entries(values).map(([name, value]) => `--from-literal=${name}=${value}`);
    await this.kubectl('create', 'secret', 'generic', 'docker-for-ml', ...literals);
  }

  /** A claim whose volume is a folder of the node. */
  async #createVolume(name: string, path: string): Promise<void> {
    const spec = { accessModes: ['ReadWriteMany'], storageClassName: '' };
    const storage = '5Gi';
    const volume = { capacity: { storage }, hostPath: { path }, claimRef: { name, namespace } };
    const claim = { resources: { requests: { storage } }, volumeName: name };
    const items = [
      { kind: 'PersistentVolume', metadata: { name }, spec: { ...spec, ...volume } },
      { kind: 'PersistentVolumeClaim', metadata: { name, namespace }, spec: { ...spec, ...claim } },
    ].map((item) => ({ apiVersion: 'v1', ...item }));
    const file = join(this.#folder, 'volume.json');
    await writeFile(file, JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
    await this.#cluster.kubectl('create', '--filename', file);
  }
}

/** An empty one, because the chart applies the migrations. */
async function newDatabase(): Promise<Client> {
  const admin = new Client({ connectionString: databaseServer() });
  await admin.connect();
  await admin.query(`DROP DATABASE IF EXISTS ${databaseName} WITH (FORCE)`);
  await admin.query(`CREATE DATABASE ${databaseName}`);
  await admin.end();
  const client = new Client({ connectionString: urlOf(databaseServer(), databaseName) });
  await client.connect();
  return client;
}
