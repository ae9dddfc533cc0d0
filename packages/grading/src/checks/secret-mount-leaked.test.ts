import { expect, test } from 'vitest';
import type { MeasuredInput } from '../check.ts';
import { parseDockerfile } from '../dockerfile/parse.ts';
import type { BuildSecretUse, CanaryHit, Evidence, ImageEvidence } from '../evidence.ts';
import { secretMountLeaked } from './secret-mount-leaked.ts';

const text = 'FROM a:1\nENV T=1\nRUN --mount=type=secret,id=pip_token x\n';
const used = (more: Partial<BuildSecretUse> = {}): BuildSecretUse => ({ id: 'pip_token', asked: true, printed: undefined, ...more });
const hit = (more: Partial<CanaryHit> = {}): CanaryHit => ({ secret: 'pip_token', form: 'plain', where: 'layer', layer: 1, path: 'root/.netrc', ...more });

function verdictOn(buildSecrets: BuildSecretUse[] | undefined, canaries: CanaryHit[] | undefined, dockerfile = text) {
  const image = canaries && ({ canaries } as ImageEvidence);
  const evidence = { buildSecrets, image } as unknown as Evidence;
  return secretMountLeaked.measure!({ evidence, dockerfile: parseDockerfile(dockerfile), layerLines: [undefined, 3] } as unknown as MeasuredInput);
}

test.each<[name: string, secrets: BuildSecretUse[] | undefined, canaries: CanaryHit[] | undefined, status: string, line: number | undefined, message: string]>([
  ['a file of a layer', [used()], [hit()], 'fail', 3, 'The build secret pip_token is in the image: in /root/.netrc.'],
  ['encoded', [used()], [hit({ form: 'base64' })], 'fail', 3, 'The build secret pip_token is in the image: in /root/.netrc as base64.'],
  ['two places', [used()], [hit(), hit({ path: 'a' })], 'fail', 3, 'The build secret pip_token is in the image: in /root/.netrc, and in 1 more place.'],
  ['the environment', [used()], [{ secret: 'pip_token', form: 'plain', where: 'env', name: 'T' }], 'fail', 2, 'The build secret pip_token is in the image: in the environment variable T.'],
  ['in the image, though this build did not ask', [used({ asked: false })], [hit()], 'fail', 3, 'The build secret pip_token is in the image: in /root/.netrc.'],
  ['not asked for', [used({ asked: false })], [], 'fail', undefined, 'The build never asked for the secret pip_token.'],
  ['one of two not asked for', [used(), used({ id: 'b', asked: false })], [], 'fail', undefined, 'The build never asked for the secret b.'],
  ['printed', [used({ printed: { line: 3 } })], [], 'warn', 3, 'The image does not hold the build secret pip_token, but a step printed it'],
  ['printed and kept', [used({ printed: { line: 3 } })], [hit()], 'fail', 3, 'The build secret pip_token is in the image'],
  ['near miss: asked for and gone', [used()], [], 'pass', undefined, 'Each build secret was asked for'],
  ['no secrets in the exercise', undefined, [], 'skipped', undefined, 'Not measured: this exercise hands no secret to the build.'],
  ['no image', [used()], undefined, 'skipped', undefined, 'Not measured: there is no image'],
])('%s', (_, secrets, canaries, status, line, message) => {
  const verdict = verdictOn(secrets, canaries);
  expect([verdict.status, verdict.line]).toEqual([status, line]);
  expect(verdict.message).toContain(message);
});

test('the evidence says where, whether each was asked for, and what the log shows', () => {
  expect(verdictOn([used({ printed: { line: undefined } }), used({ id: 'b', asked: false })], [hit({ form: 'hex' })]).evidence).toEqual([
    { label: 'pip_token in hexadecimal', value: '/root/.netrc', unit: 'path' },
    { label: 'pip_token was asked for', value: true, wanted: true, unit: 'text' },
    { label: 'b was asked for', value: false, wanted: true, unit: 'text' },
    { label: 'pip_token in the build log', value: true, wanted: false, unit: 'text' },
  ]);
});
