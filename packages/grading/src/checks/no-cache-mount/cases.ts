import type { FindingCase } from '../../check/finding-case.ts';

const list = (text: string) => ({
  files: [{ path: 'requirements.txt', bytes: text.length, text }],
  totalBytesBefore: 10,
  dockerignore: undefined,
});
const run = (name: string, text: string, lines: number[] = [2]): FindingCase => ({
  name,
  dockerfile: `FROM a:1\nRUN ${text}`,
  lines,
});

export const cases: FindingCase[] = [
  run('torch', 'pip install torch'),
  run('with a version and an extra', 'pip3 install --no-cache-dir "TensorFlow[and-cuda]==2.17"'),
  run('among others', 'python -m pip install requests jaxlib==0.4.30'),
  run('uv', 'uv pip install --system torch'),
  run('after another command', 'apt-get update && pip install vllm'),
  run('in a heredoc', '<<EOF\nset -e\npip install torch\nEOF', [4]),
  run('with an index', 'pip install --index-url https://example.org/cu124 torch torchvision'),
  run('cargo', 'cargo build --release'),
  run('go', 'go build ./...'),
  run('a different type of mount', '--mount=type=bind,source=r.txt,target=/r.txt pip install torch'),
  {
    name: 'in the list',
    dockerfile: 'FROM a:1\nCOPY requirements.txt .\nRUN pip install -r requirements.txt',
    lines: [3],
    context: list('requests\ntorch==2.5.1\n'),
  },
  {
    name: 'in the list by a different path',
    dockerfile: 'FROM a:1\nRUN pip install -r /srv/requirements.txt',
    lines: [2],
    context: list('nvidia-cudnn-cu12'),
  },
  {
    name: 'in a build stage that is not part of the image',
    dockerfile: 'FROM a:1 AS b\nRUN pip wheel -w /w torch\nFROM a:1',
    lines: [2],
  },
  run('with a cache mount', '--mount=type=cache,target=/root/.cache/pip pip install torch', []),
  run(
    'with a cache mount in a different order',
    '--mount=target=/root/.cache,type=cache,sharing=locked uv pip install torch',
    [],
  ),
  run('small packages', 'pip install requests flask', []),
  run('a name with the same beginning', 'pip install torchmetrics tensorflow-datasets', []),
  run('a word of another command', 'echo pip install torch', []),
  run('uninstall', 'pip uninstall -y torch', []),
  run('an option with that value', 'pip install --torch-backend torch numpy', []),
  run('go with another verb', 'go version && cargo --version', []),
  {
    name: 'an unknown list',
    dockerfile: 'FROM a:1\nRUN pip install -r requirements.txt',
    lines: [],
  },
  {
    name: 'a list of small packages',
    dockerfile: 'FROM a:1\nRUN pip install -r requirements.txt',
    lines: [],
    context: list('flask\n# torch\n'),
  },
  {
    name: 'a different list',
    dockerfile: 'FROM a:1\nRUN pip install -r dev.txt',
    lines: [],
    context: list('torch'),
  },
  { name: 'when the container starts', dockerfile: 'FROM a:1\nCMD pip install torch', lines: [] },
];
