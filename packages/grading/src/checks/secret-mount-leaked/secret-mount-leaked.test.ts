import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { expect, test } from 'vitest';
import type { MeasuredInput } from '../../check/check.ts';
import type {
  BuildSecretUse,
  CanaryHit,
  Evidence,
  ImageEvidence,
  UnsearchedFile,
} from '../../evidence/evidence.ts';
import { secretMountLeaked } from './secret-mount-leaked.ts';

const text = 'FROM a:1\nENV T=1\nRUN --mount=type=secret,id=pip_token x\n';
const used = (more: Partial<BuildSecretUse> = {}): BuildSecretUse => ({
  id: 'pip_token',
  asked: true,
  printed: undefined,
  ...more,
});
const hit = (more: Partial<CanaryHit> = {}): CanaryHit => ({
  secret: 'pip_token',
  form: 'plain',
  where: 'layer',
  layer: 1,
  path: 'root/.netrc',
  ...more,
});

function verdictOn(
  buildSecrets: BuildSecretUse[] | undefined,
  canaries: CanaryHit[] | undefined,
  dockerfile = text,
) {
  const image = canaries && ({ canaries } as ImageEvidence);
  const evidence = { buildSecrets, image } as unknown as Evidence;
  return secretMountLeaked.measure!({
    evidence,
    dockerfile: parseDockerfile(dockerfile),
    layerLines: [undefined, 3],
  } as unknown as MeasuredInput);
}

test.each<
  [
    name: string,
    secrets: BuildSecretUse[] | undefined,
    canaries: CanaryHit[] | undefined,
    status: string,
    line: number | undefined,
    message: string,
  ]
>([
  [
    'a file of a layer',
    [used()],
    [hit()],
    'fail',
    3,
    'The build secret pip_token is in the image: in /root/.netrc.',
  ],
  [
    'encoded',
    [used()],
    [hit({ form: 'base64' })],
    'fail',
    3,
    'The build secret pip_token is in the image: in /root/.netrc as base64.',
  ],
  [
    'two locations',
    [used()],
    [hit(), hit({ path: 'a' })],
    'fail',
    3,
    'The build secret pip_token is in the image: in /root/.netrc, and in 1 more place.',
  ],
  [
    'the environment',
    [used()],
    [{ secret: 'pip_token', form: 'plain', where: 'env', name: 'T' }],
    'fail',
    2,
    'The build secret pip_token is in the image: in the environment variable T.',
  ],
  [
    'in the image, although this build did not use it',
    [used({ asked: false })],
    [hit()],
    'fail',
    3,
    'The build secret pip_token is in the image: in /root/.netrc.',
  ],
  [
    'not used',
    [used({ asked: false })],
    [],
    'fail',
    undefined,
    'The build did not use the secret pip_token.',
  ],
  [
    'one of two not used',
    [used(), used({ id: 'b', asked: false })],
    [],
    'fail',
    undefined,
    'The build did not use the secret b.',
  ],
  [
    'printed',
    [used({ printed: { line: 3 } })],
    [],
    'warn',
    3,
    'The image does not contain the build secret pip_token, but a step printed it',
  ],
  [
    'printed and kept',
    [used({ printed: { line: 3 } })],
    [hit()],
    'fail',
    3,
    'The build secret pip_token is in the image',
  ],
  ['near miss: used and not kept', [used()], [], 'pass', undefined, 'The build used each secret'],
  [
    'no secrets in the exercise',
    undefined,
    [],
    'skipped',
    undefined,
    'Not measured: this exercise gives no secret to the build.',
  ],
  ['no image', [used()], undefined, 'skipped', undefined, 'Not measured: there is no image'],
])('%s', (_, secrets, canaries, status, line, message) => {
  const verdict = verdictOn(secrets, canaries);
  expect([verdict.status, verdict.line]).toEqual([status, line]);
  expect(verdict.message).toContain(message);
});

test.each<[name: string, file: Partial<UnsearchedFile>, status: string]>([
  ['a file that cannot be read here', { path: 'var/cache/t.xz' }, 'warn'],
  ['a file beyond the limit, even in a package', { reason: 'limit', inPackage: true }, 'warn'],
  ['near miss: a sample of a package', { inPackage: true }, 'pass'],
])('not searched: %s', (_, file, status) => {
  const evidence = {
    buildSecrets: [used()],
    image: { canaries: [], unsearched: [{ path: 'a.zip', layer: 1, reason: 'unreadable', ...file }] },
  } as unknown as Evidence;
  const verdict = secretMountLeaked.measure!({
    evidence,
    dockerfile: parseDockerfile(text),
    layerLines: [undefined, 3],
  } as unknown as MeasuredInput);
  expect(verdict.status).toBe(status);
  expect(verdict.evidence?.map(({ value }) => value)).toContain(`/${file.path ?? 'a.zip'}`);
});

test('a copy in a build stage passes, and is mentioned', () => {
  const staged = `FROM a:1 AS b\n${text.split('\n')[2]} && cat /run/secrets/pip_token > /t\nFROM a:1\n`;
  expect(verdictOn([used()], [], staged)).toMatchObject({
    status: 'pass',
    message: expect.stringMatching(
      /contains it\. Line 2 writes one to a file in a build stage, so it stays in the build cache\.$/,
    ),
  });
  expect(verdictOn([used()], [], staged.replace('FROM a:1\n', 'FROM b\n')).message).toMatch(/contains it\.$/);
});

test('the evidence has the location, whether each was used, and what the log shows', () => {
  expect(
    verdictOn(
      [used({ printed: { line: undefined } }), used({ id: 'b', asked: false })],
      [hit({ form: 'hex' })],
    ).evidence,
  ).toEqual([
    { label: 'pip_token in hexadecimal', value: '/root/.netrc', unit: 'path' },
    { label: 'pip_token, in the build', value: 'used', wanted: 'used', unit: 'text' },
    { label: 'b, in the build', value: 'not used', wanted: 'used', unit: 'text' },
    { label: 'pip_token, in the build log', value: 'printed', wanted: 'not printed', unit: 'text' },
  ]);
  const labels = verdictOn([used()], [hit(), hit({ path: 'b' })]).evidence?.map(({ label }) => label);
  expect(labels).toEqual(['1. pip_token', '2. pip_token', 'pip_token, in the build']);
});
