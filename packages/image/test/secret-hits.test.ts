import { imageResult, replayLayers } from '@dfm/grading';
import type { CanaryHit, ImageConfig, SecretHit } from '@dfm/grading';
import { expect, test } from 'vitest';
import { imageReport } from '../../../cli/image-report.ts';
import { imageEvidence } from '../src/evidence/evidence.ts';
import type { LayerScan } from '../src/layers/layer-scan.ts';
import { Canaries } from '../src/secrets/canaries.ts';
import { withoutSecrets } from '../src/secrets/secret-scan.ts';

const letters = 'aB3dE6gH9kLmN0pQrS4tUvWxYz7AbCdEfGhIjKl'.repeat(4);
const hex = '0123456789abcdef'.repeat(4);
const token = `hf_${letters.slice(0, 34)}`;
const wandb = hex.slice(0, 40);
const body = letters.slice(0, 64);
const pem = `-----BEGIN ${'PRIVATE'} KEY-----\n${body}\n${body}\n-----END`;
const password = 's3cr3t,pa55';

const scan = (
  diffId: string,
  secrets: LayerScan['secrets'] = [],
  canaries: LayerScan['canaries'] = [],
): LayerScan => ({
  diffId,
  tarBytes: 0,
  entries: [],
  secrets,
  canaries,
  unsearched: [],
  shared: new Map(),
  loaderDirectories: [],
  packageFiles: new Map(),
  packageRecords: 0,
  unreadPackageFiles: 0,
});
const plain: ImageConfig = {
  user: '',
  entrypoint: null,
  cmd: ['python', 'app.py'],
  env: ['PATH=/usr/bin'],
  labels: {},
  healthcheck: null,
  workdir: '',
  ports: [],
  history: [],
  diffIds: ['base', 'own'],
};
const step = (createdBy: string, emptyLayer = false) => ({ createdBy, emptyLayer });

const rows: [name: string, config: Partial<ImageConfig>, hits: SecretHit[]][] = [
  [
    'environment',
    { env: [`HF_TOKEN=${token}`] },
    [{ rule: 'hugging-face-token', where: 'env', name: 'HF_TOKEN' }],
  ],
  [
    'environment, named by the rule',
    { env: [`WANDB_API_KEY=${wandb}`] },
    [{ rule: 'wandb-api-key', where: 'env', name: 'WANDB_API_KEY' }],
  ],
  [
    'environment, a key of several lines',
    { env: [`KEY=${pem}`] },
    [{ rule: 'private-key', where: 'env', name: 'KEY' }],
  ],
  [
    'environment, an address',
    { env: [`URL=postgresql://app:${password}@db/app`] },
    [{ rule: 'database-url', where: 'env', name: 'URL' }],
  ],
  ['label', { labels: { note: token } }, [{ rule: 'hugging-face-token', where: 'label', name: 'note' }]],
  [
    'label whose name is the secret',
    { labels: { [token]: '1' } },
    [{ rule: 'hugging-face-token', where: 'label' }],
  ],
  [
    'entry point',
    { entrypoint: ['python', `--token=${token}`] },
    [{ rule: 'hugging-face-token', where: 'command' }],
  ],
  [
    'command',
    { cmd: ['sh', '-c', `TOKEN=${token} serve`] },
    [{ rule: 'hugging-face-token', where: 'command' }],
  ],
  [
    'health check',
    { healthcheck: ['CMD-SHELL', `curl -H "Authorization: ${token}" localhost`] },
    [{ rule: 'hugging-face-token', where: 'healthcheck' }],
  ],
  [
    'history of an own layer',
    { history: [step('base'), step(`RUN |1 T=${token} /bin/sh -c fetch`)] },
    [{ rule: 'hugging-face-token', where: 'history', layer: 1 }],
  ],
  [
    'history without a layer',
    { history: [step('base'), step('RUN a'), step(`ARG T=${token}`, true)] },
    [{ rule: 'hugging-face-token', where: 'history' }],
  ],
  [
    'history, after the part that is shown',
    {
      history: [
        step('base'),
        step(`RUN |1 A=${'x'.repeat(200_000)} T=${token} B=${'y'.repeat(9_000)} /bin/sh -c a (hidden)`),
      ],
    },
    [{ rule: 'hugging-face-token', where: 'history', layer: 1 }],
  ],
  [
    'history of the base',
    { history: [step(`RUN ${token}`), step('RUN a')] },
    [{ rule: 'hugging-face-token', where: 'history', layer: 0 }],
  ],
  [
    'twice in one location',
    { env: [`A=${token} ${token}`] },
    [{ rule: 'hugging-face-token', where: 'env', name: 'A' }],
  ],
  [
    'near miss: nothing',
    { env: ['HF_TOKEN=', 'WANDB_API_KEY=${WANDB_API_KEY}'], labels: { commit: hex.slice(1, 41) } },
    [],
  ],
];

test.each(rows)('%s: found, and shown nowhere', async (_, changes, hits) => {
  const config = { ...plain, ...changes };
  const image = await imageEvidence(
    config,
    [scan('base', [{ rule: 'hugging-face-token', path: 'base.txt' }]), scan('own')],
    { configBytes: 0, baseDiffIds: ['base'] },
  );
  expect(image.secrets).toEqual(hits);
  const result = imageResult(image, replayLayers(image.layers, image.baseLayers), []);
  const shown = JSON.stringify([image, result]) + imageReport('image', result, image);
  expect([token, wandb, body, password].filter((secret) => shown.includes(secret))).toEqual([]);
  expect(shown.includes('(hidden)')).toBe(hits.length > 0);
});

test('a history entry is shortened, but what the step does is kept', async () => {
  const image = await imageEvidence(
    { ...plain, history: [step('base'), step(`RUN |1 A=${'x'.repeat(200_000)} /bin/sh -c make`)] },
    [scan('base'), scan('own')],
    { configBytes: 0, baseDiffIds: ['base'] },
  );
  for (const text of [image.layers[1]!.createdBy, image.config.history[1]!.createdBy]) {
    expect(text.length).toBeLessThanOrEqual(2_000);
    expect(text).toMatch(/^RUN \|1 A=x+ … x+ \/bin\/sh -c make$/);
  }
});

test.each([
  [
    `RUN |2 WANDB_API_KEY=${wandb} NPM_TOKEN=x /bin/sh -c y`,
    'RUN |2 WANDB_API_KEY=(hidden) NPM_TOKEN=x /bin/sh -c y',
  ],
  [`KEY="${pem}-----"`, 'KEY="(hidden)-----END-----"'],
  [`redis://:${password}@cache:6379 ${token}.`, 'redis:(hidden):6379 (hidden).'],
  [`${token} and ${token}`, '(hidden) and (hidden)'],
  ['RUN pip install hf_transfer', 'RUN pip install hf_transfer'],
])('the rest of the text is kept: %#', (text, expected) => {
  expect(withoutSecrets(text)).toBe(expected);
});

const canary = 'abcdefghijklmnopqrstuvwxyz2345';
const canaries = new Canaries(new Map([['pip_token', canary]]));
const hit = (more: Partial<CanaryHit>): CanaryHit => ({
  secret: 'pip_token',
  form: 'plain',
  where: 'env',
  ...more,
});

test.each<[name: string, config: Partial<ImageConfig>, hits: CanaryHit[]]>([
  ['environment', { env: [`TOKEN=x${canary}`] }, [hit({ name: 'TOKEN' })]],
  ['the name of a variable', { env: [`${canary}=1`] }, [hit({})]],
  [
    'a label, in base64',
    { labels: { note: Buffer.from(canary).toString('base64') } },
    [hit({ where: 'label', name: 'note', form: 'base64' })],
  ],
  ['command', { cmd: ['serve', canary] }, [hit({ where: 'command' })]],
  ['health check', { healthcheck: ['CMD-SHELL', canary] }, [hit({ where: 'healthcheck' })]],
  [
    'history of an own layer',
    { history: [step('base'), step(`RUN |1 T=${canary} /bin/sh -c fetch`)] },
    [hit({ where: 'history', layer: 1 })],
  ],
  ['near miss: nothing', { env: ['TOKEN='] }, []],
])('a build secret in the %s', async (_, changes, hits) => {
  expect(
    (
      await imageEvidence({ ...plain, ...changes }, [scan('base'), scan('own')], {
        configBytes: 0,
        baseDiffIds: ['base'],
        canaries,
      })
    ).canaries,
  ).toEqual(hits);
  expect(
    (
      await imageEvidence({ ...plain, ...changes }, [scan('base'), scan('own')], {
        configBytes: 0,
        baseDiffIds: ['base'],
      })
    ).canaries,
  ).toBeUndefined();
});

test('a build secret in a layer, not in one of the base', async () => {
  const sign = { secret: 'pip_token', form: 'hex' as const, path: 'root/x' };
  expect(
    (
      await imageEvidence(plain, [scan('base', [], [sign]), scan('own', [], [sign, sign])], {
        configBytes: 0,
        baseDiffIds: ['base'],
        canaries,
      })
    ).canaries,
  ).toEqual([hit({ where: 'layer', layer: 1, path: 'root/x', form: 'hex' })]);
});

test('a secret counts once per file and layer, in the order of the layers', async () => {
  const found = (path: string) => ({ rule: 'hugging-face-token', path });
  const scans = [
    scan('base'),
    scan('own', [found('b'), found('a'), found('b')]),
    scan('other', [found('b')]),
  ];
  const { secrets } = await imageEvidence({ ...plain, diffIds: ['base', 'own', 'other'] }, scans, {
    configBytes: 0,
    baseDiffIds: ['base'],
  });
  expect(secrets.map(({ layer, path }) => `${layer} ${path}`)).toEqual(['1 b', '1 a', '2 b']);
});
