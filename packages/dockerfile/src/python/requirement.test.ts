import { expect, test } from 'vitest';
import { namesOneVersion, readRequirement } from './requirement.ts';

test.each([
  ['torch', 'torch', undefined, undefined],
  ['Torch==2.5.1', 'torch', '2.5.1', undefined],
  ['torch == 2.5.1+cu124', 'torch', '2.5.1', 'cu124'],
  ['scikit_learn>=1.2,<2', 'scikit-learn', undefined, undefined],
  ['ruamel.yaml===0.18', 'ruamel-yaml', '0.18', undefined],
  ['torch==2.5.*', 'torch', '2.5', undefined],
  ['torch[opt]==2.5.1 ; python_version >= "3.9"', 'torch', '2.5.1', undefined],
  ['torch @ https://example.org/torch-2.4.0%2Bcpu-cp311-cp311-linux_x86_64.whl', 'torch', '2.4.0', 'cpu'],
  ['/wheels/torch-2.4.0+cu121-cp311-cp311-linux_x86_64.whl', 'torch', '2.4.0', 'cu121'],
  [
    'https://example.org/flash_attn-2.7.4-cp311-cp311-linux_x86_64.whl#sha256=ab',
    'flash-attn',
    '2.7.4',
    undefined,
  ],
])('%s', (text, name, version, local) => {
  expect(readRequirement(text)).toMatchObject({ name, version, local });
});

test('extras are read', () => {
  expect(readRequirement('tensorflow[and-cuda, Extra]==2.17.0')).toMatchObject({
    extras: ['and-cuda', 'extra'],
  });
});

test.each([
  '',
  '.',
  './package',
  '/src/torch',
  'https://example.org/torch.tar.gz',
  'git+https://example.org/torch.git',
  '-r',
  '$PACKAGES',
  '../x',
  'x'.repeat(2000),
])('near miss: %s', (text) => {
  expect(readRequirement(text)).toBeUndefined();
});

test.each([
  ['torch==2.5.1', true],
  ['torch == 2.5.1', true],
  ['torch===2.5.1', true],
  ['torch==2.5.1+cu124', true],
  ['torch==1!2.5.1', true],
  ['torch[opt]==2.5.1 ; python_version < "3.12"', true],
  ['torch>=2,==2.5.1', true],
  ['torch==2.5.1, >=2', true],
  ['torch==${VERSION}', true],
  ['tool @ https://files.example/tool-1.0.tar.gz', true],
  ['tool @ https://files.example/tool-1.0.tar.gz#sha256=00==', true],
  ['tool[extra]@https://files.example/tool-1.0.tar.gz', true],
  ['https://files.example/tool-1.0-py3-none-any.whl#sha256=ab', true],
  ['git+https://git.example/team/tool.git@0a1b2c3#egg=tool', true],
  ['tool @ git+ssh://git@git.example/team/tool.git@v1.0', true],
  ['./wheels/tool-1.0-py3-none-any.whl', true],
  ['tool-1.0.tar.gz', true],
  ['.[dev]', true],
  ['/src/tool', true],
  ['C:\\src\\tool', true],
  ['ruff@0.5.0', true],
  ['torch', false],
  ['torch[opt]', false],
  ['torch>=2.5.1', false],
  ['torch>2', false],
  ['torch<=2.5.1', false],
  ['torch<3', false],
  ['torch>=2.5.1,<=2.5.1', false],
  ['torch~=2.5.1', false],
  ['torch!=2.5.0', false],
  ['torch==2.5.*', false],
  ['torch==*', false],
  ['torch==2.5.*,>=2', false],
  ['torch>=$VERSION', false],
  ['torch; python_version=="3.11"', false],
  ['git+https://git.example/team/tool.git', false],
  ['tool @ git+ssh://git@git.example/team/tool.git', false],
  ['ruff@latest', false],
])('whether %s names one version', (text, exact) => {
  expect(namesOneVersion(text)).toBe(exact);
});
