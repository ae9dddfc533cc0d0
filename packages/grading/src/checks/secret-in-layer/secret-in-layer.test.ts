import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { expect, test } from 'vitest';
import type { MeasuredInput } from '../../check/check.ts';
import type { ImageEvidence, SecretHit } from '../../evidence/evidence.ts';
import { secretInLayer } from './secret-in-layer.ts';

const text =
  'FROM a:1 AS b\nENV T=1\nFROM a:1\nENV A=1 T=2\nLABEL note=x\nENV C=3\nCOPY . .\nHEALTHCHECK CMD x\nENTRYPOINT ["y"]\n';
const found = (more: Partial<SecretHit>): SecretHit => ({ rule: 'github-token', where: 'env', ...more });

test.each<[name: string, dockerfile: string, hit: SecretHit, line: number | undefined, place: string]>([
  ['a layer', text, found({ where: 'layer', layer: 1, path: 'srv/.env' }), 7, '/srv/.env'],
  ['a variable, not that of another stage', text, found({ name: 'T' }), 4, 'the environment variable T'],
  ['a variable of the base', text, found({ name: 'X' }), undefined, 'the environment variable X'],
  ['a variable without a name', text, found({}), undefined, 'the environment'],
  ['a label', text, found({ where: 'label', name: 'note' }), 5, 'the label note'],
  ['a label without a name, the only one there is', text, found({ where: 'label' }), 5, 'a label'],
  ['the health check', text, found({ where: 'healthcheck' }), 8, 'the health check'],
  ['the command', text, found({ where: 'command' }), 9, 'the start command'],
  [
    'near miss: one of two commands',
    `${text}CMD ["z"]\n`,
    found({ where: 'command' }),
    undefined,
    'the start command',
  ],
  [
    'a command of the base',
    'FROM a:1\nCOPY . .\n',
    found({ where: 'command' }),
    undefined,
    'the start command',
  ],
  ['history of a layer', text, found({ where: 'history', layer: 1 }), 7, 'the build history'],
  ['history without a layer', text, found({ where: 'history' }), undefined, 'the build history'],
])('%s', (_, dockerfile, hit, line, place) => {
  const image: Partial<ImageEvidence> = { secrets: [hit] };
  const verdict = secretInLayer.measure!({
    evidence: { image },
    dockerfile: parseDockerfile(dockerfile),
    layerLines: [undefined, 7],
  } as unknown as MeasuredInput);
  expect(verdict).toMatchObject({
    status: 'fail',
    message: `The image contains a secret (github-token) in ${place}.`,
  });
  expect(verdict.line).toBe(line);
});
