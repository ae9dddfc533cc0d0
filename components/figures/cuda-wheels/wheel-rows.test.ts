import { expect, test } from 'vitest';
import { wheelRows } from './wheel-rows.ts';

const wheel = (name: string, wheelBytes: number, unpackedBytes: number) => ({
  name,
  version: '1',
  wheelBytes,
  unpackedBytes,
});

test('packages are grouped by what they are, and kinds without a package are left out', () => {
  const rows = wheelRows({
    requirement: 'onnxruntime-gpu[cuda,cudnn]==1',
    packages: [
      wheel('nvidia-cudnn-cu13', 5, 9),
      wheel('onnxruntime-gpu', 2, 3),
      wheel('cuda-bindings', 1, 2),
      wheel('numpy', 1, 2),
    ],
    largestFiles: [],
  });
  expect(rows).toEqual([
    { kind: 'framework', packages: ['onnxruntime-gpu 1'], wheelBytes: 2, unpackedBytes: 3 },
    {
      kind: 'nvidia',
      packages: ['nvidia-cudnn-cu13 1', 'cuda-bindings 1'],
      wheelBytes: 6,
      unpackedBytes: 11,
    },
    { kind: 'rest', packages: ['numpy 1'], wheelBytes: 1, unpackedBytes: 2 },
  ]);
});

test('a name that only begins like a library of NVIDIA is not one', () => {
  const [, row] = wheelRows({
    requirement: 'torch==1',
    packages: [wheel('torch', 1, 1), wheel('cudatext', 1, 1)],
    largestFiles: [],
  });
  expect(row?.kind).toBe('rest');
});
