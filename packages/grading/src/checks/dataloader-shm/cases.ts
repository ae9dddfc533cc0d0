import type { FindingCase } from '../../check/finding-case.ts';

const file = (text: string, path = 'train.py') => ({
  files: [{ path, bytes: text.length, text }],
  totalBytesBefore: text.length,
  dockerignore: undefined,
});
const row = (name: string, code: string, lines: number[] = [2], path = 'train.py'): FindingCase => ({
  name,
  dockerfile: 'FROM python:3.11\nCOPY . .',
  lines,
  context: file(code, path),
});
const text = (name: string, dockerfile: string, lines: number[]): FindingCase => ({
  name,
  dockerfile: `FROM python:3.11\n${dockerfile}`,
  lines,
  context: file('DataLoader(d, num_workers=4)'),
});

export const cases: FindingCase[] = [
  row(
    'four workers',
    'from torch.utils.data import DataLoader\nloader = DataLoader(data, batch_size=64, num_workers=4)',
  ),
  row('by its full name', 'import torch\nl = torch.utils.data.DataLoader(d, num_workers=2)'),
  row('a variable', 'l = DataLoader(d, num_workers=args.workers)', [1]),
  row('a call', 'l = DataLoader(d, num_workers=os.cpu_count())', [1]),
  row(
    'over several lines',
    'l = DataLoader(\n    d,\n    batch_size=32,  # small (for now)\n    num_workers = 8,\n)',
    [1],
  ),
  row('the second of two', 'a = DataLoader(d, num_workers=0)\nb = DataLoader(e, num_workers=1)'),
  row('in a folder', 'DataLoader(d, num_workers=4)', [1], 'src/train/run.py'),
  row('after a bracket in a string', 'DataLoader(read("a)b"), num_workers=4)', [1]),
  text('only the file', 'COPY train.py .', [1]),
  text('ADD', 'ADD . .', [1]),
  {
    name: 'in the stage it is built FROM',
    dockerfile: 'FROM python:3.11 AS a\nCOPY . .\nFROM a\nCMD ["python", "train.py"]',
    lines: [1],
    context: file('DataLoader(d, num_workers=4)'),
  },
  row('near miss: none', 'DataLoader(d, num_workers=0)', []),
  row('near miss: the default', 'DataLoader(d, batch_size=4)  # num_workers=4 needs more memory', []),
  row('near miss: None', 'DataLoader(d, num_workers=None)', []),
  row('near miss: of something else', 'Pool(num_workers=4)\nDataLoader(d)', []),
  row('near miss: a comment', '# DataLoader(d, num_workers=4)', []),
  row('near miss: a class with that name', 'class DataLoader(Base):\n    num_workers = 4', []),
  row('near miss: not Python', 'DataLoader(d, num_workers=4)', [], 'README.md'),
  text('near miss: not copied', 'COPY src/ /srv/', []),
  text('near miss: mounted for one step', 'RUN --mount=type=bind,target=/src python /src/train.py', []),
  {
    name: 'near miss: in a build stage',
    dockerfile: 'FROM python:3.11 AS train\nCOPY . .\nFROM python:3.11\nCOPY --from=train /m /m',
    lines: [],
    context: file('DataLoader(d, num_workers=4)'),
  },
  { name: 'near miss: the context is not known', dockerfile: 'FROM python:3.11\nCOPY . .', lines: [] },
];
