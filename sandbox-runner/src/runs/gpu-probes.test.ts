import type { HttpProbe } from '@dfm/contracts';
import { expect, test } from 'vitest';
import { probesFor } from './gpu-probes.ts';

const probe: HttpProbe = { name: 'anywhere', method: 'GET', path: '/', expectStatus: 200, timeoutMs: 1 };
const probes = [probe, { ...probe, name: 'on a GPU', onGpu: true }];

test.each<[name: string, gpu: { simulated: boolean } | undefined, sent: string[]]>([
  ['a GPU of the node', { simulated: false }, ['anywhere', 'on a GPU']],
  ['a simulated GPU', { simulated: true }, ['anywhere']],
  ['no GPU', undefined, ['anywhere']],
])('%s', (_, gpu, sent) => {
  expect(probesFor(probes, gpu).map(({ name }) => name)).toEqual(sent);
});
