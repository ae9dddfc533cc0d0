import { describe, expect, test } from 'vitest';
import { chartFolder, helm, type Manifest, rendered, renderedText, valuesFile, valueSets } from './helm.ts';

type Labels = Readonly<Record<string, string>>;

const named = (all: readonly Manifest[], kind: string, name: string): Manifest | undefined =>
  all.find((found) => found.kind === kind && found.metadata.name === name);
const ofKind = (all: readonly Manifest[], kind: string): Manifest[] =>
  all.filter((found) => found.kind === kind);
/** Everything that starts pods. */
const workloads = (all: readonly Manifest[]): Manifest[] =>
  all.filter(({ kind }) => ['CronJob', 'Deployment', 'StatefulSet', 'Job'].includes(kind));
const templateOf = ({ kind, spec }: Manifest) => (kind === 'CronJob' ? spec.jobTemplate.spec : spec).template;
const podOf = (manifest: Manifest) => templateOf(manifest).spec;
const podLabels = (manifest: Manifest): Labels => templateOf(manifest).metadata.labels;
const matches = (labels: Labels, selector: Labels): boolean =>
  Object.entries(selector).every(([name, value]) => labels[name] === value);

describe.each(valueSets)('with the values %s', (set) => {
  test('Helm finds nothing wrong', async () => {
    expect(await helm('lint', '--strict', chartFolder, '--values', valuesFile(set))).toContain(
      '0 chart(s) failed',
    );
  });

  test('every container is confined', async () => {
    const all = workloads(await rendered(set));
    const names = all.map(({ metadata }) => metadata.name);
    expect(names).toEqual(expect.arrayContaining(['course-migrations', 'course-site']));
    for (const [index, pod] of all.map(podOf).entries()) {
      // Only runners use the API of the cluster.
      const usesCluster = /^course-(?:gpu-)?runner$/.test(names[index]!);
      expect(pod).toMatchObject({
        automountServiceAccountToken: usesCluster,
        securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: 'RuntimeDefault' } },
      });
      for (const container of pod.containers) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
        expect(container.resources.limits.memory).toBeDefined();
      }
    }
  });

  test('secrets are only referred to', async () => {
    const all = await rendered(set);
    expect(ofKind(all, 'Secret')).toEqual([]);
    const variables = workloads(all).flatMap((found) =>
      podOf(found).containers.flatMap(({ env }: { env: object[] }) => env),
    );
    const secret = variables.filter(({ name }) =>
      /^(?:AUTH_SECRET|RUNNER_TOKEN|METRICS_TOKEN|DATABASE_URL|SMTP_URL)$/.test(name),
    );
    expect(secret.length).toBeGreaterThanOrEqual(4);
    expect(secret.filter(({ value, valueFrom }) => value !== undefined || !valueFrom.secretKeyRef)).toEqual(
      [],
    );
  });

  test('every pod is denied all traffic that no policy lists', async () => {
    const all = await rendered(set);
    const denial = named(all, 'NetworkPolicy', 'course-deny-all')!;
    expect(denial.spec).toMatchObject({ policyTypes: ['Ingress', 'Egress'] });
    expect(denial.spec).not.toHaveProperty('ingress');
    expect(denial.spec).not.toHaveProperty('egress');
    const free = workloads(all).filter(
      (found) => !matches(podLabels(found), denial.spec.podSelector.matchLabels),
    );
    expect(free).toEqual([]);
  });

  test('the service and the disruption budget have the pods of the site', async () => {
    const all = await rendered(set);
    const labels = podLabels(named(all, 'Deployment', 'course-site')!);
    const selectors: Labels[] = [
      named(all, 'Service', 'course-site')!.spec.selector,
      named(all, 'PodDisruptionBudget', 'course-site')!.spec.selector.matchLabels,
    ];
    for (const selector of selectors) {
      expect(matches(labels, selector)).toBe(true);
      for (const other of workloads(all).filter(({ metadata }) => metadata.name !== 'course-site'))
        expect(matches(podLabels(other), selector)).toBe(false);
    }
  });

  test('a new pod of the site is ready before an old one stops', async () => {
    const site = named(await rendered(set), 'Deployment', 'course-site')!;
    expect(site.spec.replicas).toBeGreaterThanOrEqual(2);
    expect(site.spec.strategy.rollingUpdate).toEqual({ maxUnavailable: 0, maxSurge: 1 });
    const [{ lifecycle, readinessProbe, livenessProbe }] = podOf(site).containers;
    expect(readinessProbe.httpGet.path).toBe('/readyz');
    expect(livenessProbe.httpGet.path).toBe('/healthz');
    // The server itself ends after five seconds.
    expect(podOf(site).terminationGracePeriodSeconds).toBeGreaterThan(lifecycle.preStop.sleep.seconds + 5);
  });

  test('migrations run before anything else, and a failed job is kept', async () => {
    const job = named(await rendered(set), 'Job', 'course-migrations')!;
    expect(job.metadata.annotations).toEqual({
      'helm.sh/hook': 'pre-install,pre-upgrade',
      'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
    });
  });
});

test('minimal makes nothing more than it needs', async () => {
  const found = (await rendered('minimal')).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(found.toSorted()).toEqual([
    'Deployment course-site',
    'Deployment course-terminals',
    'Job course-migrations',
    'NetworkPolicy course-deny-all',
    'NetworkPolicy course-migrations',
    'NetworkPolicy course-site',
    'PersistentVolumeClaim course-content-store',
    'PodDisruptionBudget course-site',
    'Service course-site',
    'Service course-terminals',
  ]);
});

test('university: everything about terminals reaches one process', async () => {
  const all = await rendered('university');
  const backends = named(all, 'Ingress', 'course')!.spec.rules.map(
    ({ http }: { http: { paths: { path: string; backend: { service: { name: string } } }[] } }) =>
      Object.fromEntries(http.paths.map(({ path, backend }) => [path, backend.service.name])),
  );
  expect(backends).toEqual([
    { '/': 'course-site', '/api/terminal': 'course-terminals', '/api/runner/terminals': 'course-terminals' },
    { '/': 'course-terminals' },
  ]);
  const [site, terminals] = ['course-site', 'course-terminals'].map((name) =>
    named(all, 'Deployment', name)!,
  );
  expect(site!.spec.replicas).toBe(3);
  expect(terminals!.spec.replicas).toBe(1);
  expect(podOf(terminals!)).toMatchObject({ containers: podOf(site!).containers });
  expect(matches(podLabels(terminals!), named(all, 'Service', 'course-terminals')!.spec.selector)).toBe(true);
});

test('university: hosts, certificate authorities, and the only addresses in private networks', async () => {
  const all = await rendered('university');
  const { spec } = named(all, 'Ingress', 'course')!;
  const hosts = ['course.university.example', '*.course-preview.example'];
  expect(spec.rules.map(({ host }: { host: string }) => host)).toEqual(hosts);
  expect(spec.tls).toEqual([{ secretName: 'course-certificate', hosts }]);
  const [site] = podOf(named(all, 'Deployment', 'course-site')!).containers;
  expect(site.image).toMatch(/^registry\.university\.example\/course\/site@sha256:[0-9a-f]{64}$/);
  expect(site.env).toContainEqual({ name: 'TRUSTED_PROXIES', value: '10.244.0.0/16, fd00:10:244::/56' });
  expect(site.env).toContainEqual({ name: 'RUN_QUEUE_MAX', value: '2000' });
  expect(site.env).toContainEqual({ name: 'NODE_EXTRA_CA_CERTS', value: '/authorities/ca.crt' });
  const { egress, ingress } = named(all, 'NetworkPolicy', 'course-site')!.spec;
  expect(ingress[0].from).toContainEqual({
    namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'ingress-nginx' } },
  });
  type Rule = { to?: { ipBlock?: { cidr: string; except?: string[] } }[] };
  const blocks = (egress as Rule[]).flatMap(({ to = [] }) => to.flatMap(({ ipBlock }) => ipBlock ?? []));
  expect(blocks.filter(({ except }) => !except).map(({ cidr }) => cidr)).toEqual([
    '10.1.2.3/32',
    '10.1.5.0/24',
  ]);
  // The address at which clouds give their credentials to every machine.
  expect(blocks.find(({ cidr }) => cidr === '0.0.0.0/0')!.except).toContain('169.254.0.0/16');
});

/** As far as the chart uses it: an expression has the operator `In`. */
interface Selector {
  matchLabels: Labels;
  matchExpressions?: { key: string; values: string[] }[];
}

/** Paths at which the pod of an object mounts volumes that last, and whether it may write there. */
const volumesOf = (manifest: Manifest): Record<string, boolean> => {
  const { containers, volumes } = podOf(manifest);
  type Named = { name: string };
  const claims = (volumes as (Named & { persistentVolumeClaim?: object })[])
    .filter(({ persistentVolumeClaim }) => persistentVolumeClaim)
    .map(({ name }) => name);
  const mounts = containers[0].volumeMounts as (Named & { mountPath: string; readOnly?: boolean })[];
  return Object.fromEntries(
    mounts
      .filter(({ name }) => claims.includes(name))
      .map(({ mountPath, readOnly }) => [mountPath, readOnly !== true]),
  );
};

describe('backups', () => {
  const restore = '--set=backup.restore=course-2026-11-26T03-15-00Z.tar.gz.age';
  const variablesOf = (manifest: Manifest) =>
    podOf(manifest).containers[0].env.map(({ name }: { name: string }) => name);

  test('are encrypted with a file from a Secret, and reach only DNS and the database', async () => {
    const all = await rendered('university');
    const backup = named(all, 'CronJob', 'course-backup')!;
    expect(backup.spec).toMatchObject({ schedule: '15 3 * * *', concurrencyPolicy: 'Forbid' });
    const { containers, volumes } = podOf(backup);
    expect(containers[0].args).toEqual([
      'scripts/backup.ts',
      '/backups',
      '--keep-days=30',
      '--passphrase-file=/passphrase/passphrase',
    ]);
    expect(volumes).toContainEqual({
      name: 'passphrase',
      secret: {
        secretName: 'course-backups',
        items: [{ key: 'passphrase', path: 'passphrase' }],
        defaultMode: 0o440,
      },
    });
    const policies = ofKind(all, 'NetworkPolicy').filter(({ spec: { podSelector } }) => {
      const { matchLabels, matchExpressions = [] } = podSelector as Selector;
      const labels = podLabels(backup);
      return (
        matches(labels, matchLabels) &&
        matchExpressions.every(({ key, values }) => values.includes(labels[key]!))
      );
    });
    expect(policies.map(({ metadata }) => metadata.name).toSorted()).toEqual([
      'course-backup',
      'course-deny-all',
    ]);
    const egress = policies.flatMap(({ spec }) => spec.egress ?? []);
    expect(egress.map(({ ports }: { ports: { port: number }[] }) => ports.map(({ port }) => port))).toEqual([
      [53, 53],
      [6432],
    ]);
    expect(policies.flatMap(({ spec }) => spec.ingress ?? [])).toEqual([]);
  });

  test('are made, checked and restored with no more than that needs', async () => {
    const all = await rendered('university', restore);
    const [backup, check, job] = [
      named(all, 'CronJob', 'course-backup')!,
      named(all, 'CronJob', 'course-backup-check')!,
      named(all, 'Job', 'course-restore')!,
    ];
    expect([backup, check, job].map(volumesOf)).toEqual([
      { '/backups': true, '/data': false },
      { '/backups': false },
      { '/backups': false, '/data': true },
    ]);
    expect(podOf(check).containers[0].args.slice(0, 3)).toEqual([
      'scripts/restore.ts',
      '--check',
      '/backups',
    ]);
    expect(podOf(job).containers[0].args[1]).toBe('/backups/course-2026-11-26T03-15-00Z.tar.gz.age');
    expect(variablesOf(backup)).toEqual(expect.arrayContaining(['AUTH_SECRET', 'RUNNER_TOKEN']));
    expect(variablesOf(check)).toEqual(['DATABASE_URL', 'DATA_DIR', 'NODE_EXTRA_CA_CERTS']);
  });

  test('are on a claim that stays, or on one that exists', async () => {
    const claim = (all: Manifest[]) => named(all, 'PersistentVolumeClaim', 'course-backups');
    expect(claim(await rendered('university'))!.metadata.annotations).toEqual({
      'helm.sh/resource-policy': 'keep',
    });
    const all = await rendered('university', '--set=backup.existingClaim=tapes');
    expect(claim(all)).toBeUndefined();
    expect(podOf(named(all, 'CronJob', 'course-backup')!).volumes).toContainEqual({
      name: 'backups',
      persistentVolumeClaim: { claimName: 'tapes' },
    });
  });

  test('run on the node of the site if only that can use its volume', async () => {
    const one = '--set=site.replicas=1,contentStore.accessMode=ReadWriteOnce';
    const all = await rendered('university', one);
    const [term] = podOf(named(all, 'CronJob', 'course-backup')!).affinity.podAffinity
      .requiredDuringSchedulingIgnoredDuringExecution;
    const site = named(all, 'Deployment', 'course-site')!;
    expect(matches(podLabels(site), term.labelSelector.matchLabels)).toBe(true);
    expect(podOf(named(all, 'CronJob', 'course-backup-check')!)).not.toHaveProperty('affinity');
  });

  test('are made on the nodes that the site may use', async () => {
    const placed = '--set=site.nodeSelector.pool=course,site.tolerations[0].key=course';
    const all = await rendered('university', placed);
    for (const found of [named(all, 'CronJob', 'course-backup')!, named(all, 'Deployment', 'course-site')!])
      expect(podOf(found)).toMatchObject({
        nodeSelector: { pool: 'course' },
        tolerations: [{ key: 'course' }],
      });
  });

  test('can do without a passphrase and a check', async () => {
    const all = await rendered('minimal', '--set=backup.enabled=true');
    expect(podOf(named(all, 'CronJob', 'course-backup')!).containers[0].args).toHaveLength(3);
    expect(ofKind(all, 'CronJob')).toHaveLength(1);
  });
});

test('Prometheus can reach the site next to the ingress controller', async () => {
  const all = await rendered(
    'university',
    '--set=monitoring.enabled=true,secrets.METRICS_TOKEN.name=a,secrets.METRICS_TOKEN.key=b',
    '--set=networkPolicy.metrics.from[0].podSelector.matchLabels.app=prometheus',
  );
  const [{ from }] = named(all, 'NetworkPolicy', 'course-site')!.spec.ingress;
  expect(from).toHaveLength(2);
  expect(from).toContainEqual({ podSelector: { matchLabels: { app: 'prometheus' } } });
});

test('Prometheus scrapes runners, and its policy lets it', async () => {
  const all = await rendered('runners');
  const [{ spec }] = ofKind(all, 'PodMonitor') as [Manifest];
  expect(spec.podMetricsEndpoints).toMatchObject([{ port: 'metrics', path: '/metrics' }]);
  const [expression] = spec.selector.matchExpressions;
  for (const name of ['course-runner', 'course-gpu-runner']) {
    const runner = named(all, 'Deployment', name)!;
    expect(matches(podLabels(runner), spec.selector.matchLabels)).toBe(true);
    expect(expression.values).toContain(podLabels(runner)[expression.key]);
    expect(podOf(runner).containers[0].ports).toContainEqual({ name: 'metrics', containerPort: 9464 });
    const [{ ports, from }] = named(all, 'NetworkPolicy', name)!.spec.ingress;
    expect(ports).toEqual([{ port: 'metrics' }]);
    expect(from).toHaveLength(1);
  }
  const without = await rendered('runners', '--set=monitoring.enabled=false');
  expect(ofKind(without, 'PodMonitor')).toEqual([]);
});

test.each([
  [1, 'http://course-site:3000'],
  [2, 'http://course-terminals:3000'],
])('with %i replicas of the site, runners connect terminals to %s', async (replicas, value) => {
  const all = await rendered('runners', `--set=site.replicas=${replicas}`);
  const [{ env }] = podOf(named(all, 'Deployment', 'course-runner')!).containers;
  expect(env).toContainEqual({ name: 'SITE_URL', value: 'http://course-site:3000' });
  expect(env).toContainEqual({ name: 'TERMINALS_URL', value });
  expect(named(all, 'Service', value.slice('http://'.length, -':3000'.length))).toBeDefined();
});

test('runners may manage pods in the namespace of the sandboxes, and nothing else', async () => {
  const all = await rendered('runners');
  const [role] = ofKind(all, 'Role');
  expect(role!.metadata.namespace).toBe('course-sandboxes');
  expect(role!.rules).toEqual([
    { apiGroups: [''], resources: ['pods'], verbs: ['create', 'get', 'list', 'patch', 'delete'] },
    { apiGroups: [''], resources: ['pods/exec'], verbs: ['create', 'get'] },
  ]);
  expect(ofKind(all, 'ClusterRole')).toEqual([]);
});

test('a runner drains before it is killed', async () => {
  const runner = named(await rendered('runners'), 'Deployment', 'course-runner')!;
  const [{ env }] = podOf(runner).containers;
  const drain = env.find(({ name }: { name: string }) => name === 'RUNNER_DRAIN_SECONDS').value;
  expect(podOf(runner).terminationGracePeriodSeconds).toBeGreaterThan(Number(drain));
  expect(env).toContainEqual({ name: 'KUBERNETES_NODE_SELECTOR', value: 'pool=sandboxes' });
});

test('the queue decides about the number of runners', async () => {
  const all = await rendered('runners');
  expect(named(all, 'Deployment', 'course-runner')!.spec).not.toHaveProperty('replicas');
  const [scaled] = ofKind(all, 'ScaledObject');
  expect(scaled!.spec).toMatchObject({
    scaleTargetRef: { name: 'course-runner' },
    minReplicaCount: 2,
    triggers: [{ type: 'prometheus', metadata: { query: expect.stringContaining('dfm_queue_runs') } }],
  });
});

test('runners with GPUs have variables of their own, and no autoscaling', async () => {
  const all = await rendered('runners', '--set-string=runners.env.RUNS_AT_ONCE=6');
  const [cpu, gpu] = ['course-runner', 'course-gpu-runner'].map((name) => named(all, 'Deployment', name)!);
  expect(gpu!.spec.replicas).toBe(2);
  expect(matches(podLabels(gpu!), cpu!.spec.selector.matchLabels)).toBe(false);
  const variablesOf = (manifest: Manifest) =>
    new Map<string, string | undefined>(
      podOf(manifest).containers[0].env.map(({ name, value }: { name: string; value?: string }) => [
        name,
        value,
      ]),
    );
  expect(Object.fromEntries(variablesOf(gpu!))).toMatchObject({
    SANDBOX_BACKEND: 'kubernetes',
    KUBERNETES_IMAGE: 'registry.example/course/sandbox:4f2a',
    KUBERNETES_GPU_RESOURCE: 'nvidia.com/gpu',
    KUBERNETES_NODE_SELECTOR: 'pool=gpus',
    KUBERNETES_TOLERATIONS: 'nvidia.com/gpu:NoSchedule',
  });
  expect(variablesOf(gpu!).has('RUNS_AT_ONCE')).toBe(false);
  expect(variablesOf(cpu!).has('KUBERNETES_GPU_RESOURCE')).toBe(false);
  const none = await rendered('runners', '--set=runners.gpu.resource=');
  expect(named(none, 'Deployment', 'course-gpu-runner')).toBeUndefined();
  expect(named(none, 'NetworkPolicy', 'course-gpu-runner')).toBeUndefined();
});

test.each(['course-runner', 'course-gpu-runner'])(
  '%s reaches the site, and nothing a sandbox',
  async (name) => {
    const all = await rendered('runners');
    const runner = podLabels(named(all, 'Deployment', name)!);
    expect(matches(runner, named(all, 'NetworkPolicy', name)!.spec.podSelector.matchLabels)).toBe(true);
    const { from } = named(all, 'NetworkPolicy', 'course-site')!.spec.ingress[0];
    const selectors = (from as { podSelector?: { matchLabels: Labels } }[]).flatMap(
      ({ podSelector }) => podSelector ?? [],
    );
    expect(selectors.some(({ matchLabels }) => matches(runner, matchLabels))).toBe(true);
    const sandboxes = named(all, 'NetworkPolicy', 'course-sandboxes')!;
    expect(sandboxes.metadata.namespace).toBe('course-sandboxes');
    expect(sandboxes.spec).toEqual({
      podSelector: { matchLabels: { 'app.kubernetes.io/name': 'dfm-sandbox' } },
      policyTypes: ['Ingress', 'Egress'],
    });
  },
);

test('one replica has no disruption budget, which would have no effect', async () => {
  const all = await rendered('minimal', '--set=site.replicas=1,contentStore.accessMode=ReadWriteOnce');
  expect(ofKind(all, 'PodDisruptionBudget')).toEqual([]);
  expect(ofKind(all, 'Deployment').map(({ metadata }) => metadata.name)).toEqual(['course-site']);
});

test('the cluster can choose the user', async () => {
  const site = named(await rendered('minimal', '--set=user=null'), 'Deployment', 'course-site')!;
  expect(podOf(site).securityContext).toEqual({
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  });
});

test.each([
  ['a name that does not exist', 'site.replica=3', /additional properties 'replica' not allowed/],
  ['a number as a text', 'site.replicas=two', /\/site\/replicas.*got string, want integer/],
  ['root', 'user=0', /\/user.*minimum: got 0, want 1/],
  ['a variable that is not a text', 'site.env.RUN_QUEUE_MAX=2000', /\/site\/env\/RUN_QUEUE_MAX.*want string/],
  ['a secret instead of its name', 'secrets.AUTH_SECRET=hunter2', /\/secrets\/AUTH_SECRET.*want object/],
  ['a digest that is none', 'site.image.digest=latest', /\/site\/image\/digest.*does not match pattern/],
  ['an address with a path', 'siteUrl=https://course.example/docker', /siteUrl: set the public address/],
  ['no address', 'siteUrl=', /siteUrl: set the public address/],
  [
    'a volume that only one replica can use',
    'contentStore.accessMode=ReadWriteOnce',
    /several replicas need a volume that all of them can write to/,
  ],
  ['metrics without a token', 'monitoring.enabled=true', /secrets\.METRICS_TOKEN: .* needs the name and key/],
  [
    'metrics that Prometheus could not reach',
    'monitoring.enabled=true,secrets.METRICS_TOKEN.name=a,secrets.METRICS_TOKEN.key=b,networkPolicy.site.from[0].podSelector.matchLabels.app=a',
    /networkPolicy\.metrics\.from: .* name the pods of Prometheus/,
  ],
  [
    'a GPU instead of its resource',
    'runners.gpu.resource=gpu',
    /\/runners\/gpu\/resource.*does not match pattern/,
  ],
  ['runners without an image', 'runners.enabled=true', /runners\.sandboxes\.image: name the image/],
  [
    'runners without a namespace for sandboxes',
    'runners.enabled=true,runners.sandboxes.image=a,runners.shelfClaim=a',
    /runners\.sandboxes\.namespace: name a namespace of their own/,
  ],
  [
    'sandboxes in the namespace of the site',
    'runners.enabled=true,runners.sandboxes.image=a,runners.shelfClaim=a,runners.sandboxes.namespace=learning',
    /runners\.sandboxes\.namespace: .* not that of the release/,
  ],
  [
    'runners without a shelf',
    'runners.enabled=true,runners.sandboxes.image=a,runners.sandboxes.namespace=a',
    /runners\.shelfClaim: name/,
  ],
  ['scaling without metrics', 'runners.autoscaling.enabled=true', /runners\.autoscaling\.prometheus: set/],
  [
    'a secret among the other variables',
    'site.env.AUTH_SECRET=text',
    /site\.env\.AUTH_SECRET: it is in secrets already/,
  ],
  [
    'a variable that the chart sets',
    'site.env.SITE_URL=https://a.example',
    /the chart sets it from a value of its own/,
  ],
  [
    'a passphrase instead of its name',
    'backup.passphrase=hunter2',
    /\/backup\/passphrase.*want object|\/backup\/passphrase.*oneOf/,
  ],
  ['a schedule that is none', 'backup.schedule=nightly', /\/backup\/schedule.*does not match pattern/],
  ['a file outside the claim', 'backup.restore=../secret', /\/backup\/restore.*does not match pattern/],
  ['a restore without backups', 'backup.restore=course.tar.gz', /backup\.restore: .* set backup\.enabled/],
])('%s is refused, with the reason', async (_what, setting, message) => {
  await expect(renderedText('minimal', '--set', setting)).rejects.toThrow(message);
});
