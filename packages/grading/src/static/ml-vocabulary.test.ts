import type { BuildContext } from '@dfm/dockerfile/context/build-source';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkStatic } from '../read-text.ts';

const piece = fc.oneof(
  fc.constantFrom(
    'FROM nvidia/cuda:12.4.1-',
    'devel',
    'runtime',
    '-ubuntu22.04',
    '\nFROM python:3.11-alpine',
    ' AS b',
    '\nFROM b',
    '\nRUN ',
    '\nCMD ',
    '\nENTRYPOINT ',
    '\nENV NVIDIA_VISIBLE_DEVICES=',
    '\nENV NVIDIA_REQUIRE_CUDA=',
    '\nADD https://h/resolve/main/a.pt ',
    '\nCOPY . .',
    '\nCOPY --from=b /usr/local/cuda ',
    'pip install ',
    'uv pip install ',
    'torch',
    '==',
    '2.5.1',
    '+cu118',
    '-r requirements.txt',
    ' --index-url ',
    'https://h/whl/cu124',
    ' -f ',
    'jax[cuda12',
    ']',
    'flash-attn',
    'git+https://h/apex',
    'hf download ',
    ' --revision',
    '=',
    'python -c "',
    'from_pretrained(',
    "'a/b'",
    'revision=',
    ')',
    'python <<E\n',
    '\nE\n',
    'apt-get install ',
    'nvidia-driver-550',
    'nvcc a.cu',
    'cmake -DGGML_CUDA=ON',
    'jupyter lab ',
    '--ServerApp.token=',
    '--allow-root',
    'gunicorn -w 4',
    ' && ',
    ' \\\n',
    '["',
    '", "',
    '"]',
    '#',
    '"""',
    "'",
    '"',
    '$',
    '${',
    '}',
    '@',
    '%2B',
    '.whl',
    '\t',
    '\r\n',
  ),
  fc.string({ unit: 'binary', maxLength: 5 }),
);

test('no text and no file of the context makes a check throw, and every finding is inside its file', () => {
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 30 }),
      fc.array(piece, { maxLength: 12 }),
      fc.array(piece, { maxLength: 12 }),
      (pieces, requirements, code) => {
        const text = pieces.join('');
        const files: BuildContext['files'] = [
          { path: 'requirements.txt', bytes: 9, text: requirements.join('\n') },
          {
            path: 'app.py',
            bytes: 9,
            text: `import torch\ntorch.load(${code.join(' ')}\nDataLoader(num_workers=${code.join('')}`,
          },
          { path: 'data/a.csv', bytes: 3e7 },
        ];
        const textOf = new Map(files.map((file) => [file.path, file.text]));
        for (const { path, line, endLine, column, endColumn } of checkStatic({
          dockerfile: parseDockerfile(text),
          context: { files, totalBytesBefore: 3e7, dockerignore: undefined },
        })) {
          const lines = (path === 'Dockerfile' ? text : textOf.get(path)!).split('\n').length;
          expect(line >= 1 && line <= endLine && endLine <= lines && column >= 1 && endColumn >= 1).toBe(
            true,
          );
        }
      },
    ),
    { numRuns: 2000 },
  );
});

// Each of these takes quadratic time in a careless parser, and would take minutes. The time limit only proves
// that it ends.
describe('hostile input ends', () => {
  const rows: [name: string, dockerfile: string, code?: string, requirements?: string][] = [
    ['1 MB of words after CMD', `FROM a\nCMD jupyter ${'x '.repeat(5e5)}`],
    ['quotes after CMD', `FROM a\nCMD jupyter ${`"'`.repeat(1e6)}`],
    [
      '5 000 installs',
      `FROM python:3.11-alpine\n${'RUN pip install torch lightgbm flash-attn\n'.repeat(5e3)}`,
    ],
    [
      '2 000 requirements in one install',
      `FROM python:3.11-slim\nRUN pip install ${'torch==2.5.1 '.repeat(2e3)}`,
    ],
    ['a very long requirement', `FROM python:3.11-slim\nRUN pip install ${'a.'.repeat(1.5e4)}`],
    ['200 kB of one name in Python', 'FROM a\nCOPY . .', `torch ${'a'.repeat(1.9e5)}`],
    ['200 kB of open calls in Python', 'FROM a\nCOPY . .', `torch ${'torch.load('.repeat(1.7e4)}`],
    ['200 kB of open strings in Python', 'FROM a\nCOPY . .', `torch ${`"""'`.repeat(4e4)}`],
    [
      '1 MB of spaces in requirements',
      'FROM a\nRUN pip install -r requirements.txt',
      '',
      `${' '.repeat(1e6)}\\ # x`,
    ],
    [
      'requirements that include each other',
      'FROM a\nRUN pip install -r requirements.txt',
      '',
      '-r requirements.txt\n'.repeat(1e4),
    ],
    ['1 MB after NVIDIA_REQUIRE_CUDA', `FROM a\nENV NVIDIA_REQUIRE_CUDA="${' '.repeat(1e6)}"`],
  ];
  test.each(rows)(
    '%s',
    (_, text, code = '', requirements = '') => {
      const files = [
        { path: 'app.py', bytes: 1, text: code },
        { path: 'requirements.txt', bytes: 1, text: requirements },
      ];
      expect(
        Array.isArray(
          checkStatic({
            dockerfile: parseDockerfile(text),
            context: { files, totalBytesBefore: 2, dockerignore: '' },
          }),
        ),
      ).toBe(true);
    },
    30_000,
  );
});
