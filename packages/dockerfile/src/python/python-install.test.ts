import { expect, test } from 'vitest';
import { shellCommands } from '../shell/shell-commands.ts';
import { parseDockerfile } from '../syntax/parse.ts';
import { packageInstall, pythonRequirements } from './python-install.ts';

test.each([
  ['pip install --no-cache-dir torch==2.5.1 numpy', { packages: ['torch==2.5.1', 'numpy'] }],
  [
    'pip install -r requirements.txt -c constraints.txt',
    { files: ['requirements.txt'], constraints: ['constraints.txt'] },
  ],
  [
    'pip3 install -rrequirements.txt --constraint=c.txt',
    { files: ['requirements.txt'], constraints: ['c.txt'] },
  ],
  [
    'python -m pip install --index-url https://example.org/simple torch',
    { packages: ['torch'], options: [['--index-url', 'https://example.org/simple']] },
  ],
  [
    'uv pip install --system --torch-backend cu124 torch',
    {
      packages: ['torch'],
      options: [
        ['--system', ''],
        ['--torch-backend', 'cu124'],
      ],
    },
  ],
  [
    'uv pip install --prerelease allow --upgrade-package numpy torch',
    {
      packages: ['torch'],
      options: [
        ['--prerelease', 'allow'],
        ['--upgrade-package', 'numpy'],
      ],
    },
  ],
  ['pip install -e . --prefix /opt', { packages: ['.'], options: [['--prefix', '/opt']] }],
  ["pip install 'numpy>=1,<2'", { packages: ['numpy>=1,<2'] }],
] as const)('%s', (script, expected) => {
  const [command] = shellCommands(
    parseDockerfile(`FROM a\nRUN ${script}`).stages[0]!.instructions[0]!,
    undefined,
  );
  const { packages, files, constraints, options } = pythonRequirements(command!, packageInstall(command!)!);
  const actual = {
    packages: packages.map(({ text }) => text),
    files,
    constraints,
    options: [...options].filter(([name]) => name !== '--no-cache-dir'),
  };
  expect(actual).toEqual({ packages: [], files: [], constraints: [], options: [], ...expected });
});
