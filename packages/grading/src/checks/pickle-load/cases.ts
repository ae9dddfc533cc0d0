import type { FindingCase } from '../../check/finding-case.ts';

const file = (text: string, path = 'app.py') => ({
  files: [{ path, bytes: text.length, text }],
  totalBytesBefore: text.length,
  dockerignore: undefined,
});
const row = (name: string, code: string, lines: number[] = [2], path = 'app.py'): FindingCase => ({
  name,
  dockerfile: 'FROM python:3.11\nCOPY . .',
  lines,
  context: file(code, path),
});
const text = (
  name: string,
  dockerfile: string,
  lines: number[],
  code = 'import torch\ntorch.load("m.pt")\n',
): FindingCase => ({ name, dockerfile: `FROM python:3.11\n${dockerfile}`, lines, context: file(code) });

export const cases: FindingCase[] = [
  row('torch.load', 'import torch\nmodel = torch.load("model.pt")\n'),
  row('on the CPU', 'import torch\nm = torch.load("model.pt", map_location="cpu")'),
  row(
    'over several lines',
    'import torch\nm = torch.load(\n    open("a(b).pt", "rb"),  # weights_only=True would be right\n    map_location="cpu",\n)',
  ),
  row('weights_only=False', 'import torch\ntorch.load("m.pt", weights_only=False)'),
  row('pickle.load', 'import pickle\nwith open("m.pkl", "rb") as f:\n    m = pickle.load(f)', [3]),
  row('pickle.loads', 'import pickle\nm = pickle.loads(data)'),
  row('dill', 'import dill\nm = dill.load(f)'),
  row('cloudpickle', 'import cloudpickle\nm = cloudpickle.load(f)'),
  row('pandas', 'import pandas as pd  # and pickle\nd = pd.read_pickle("d.pkl")'),
  row('numpy', 'import numpy as np\na = np.load("a.npy", allow_pickle=True)'),
  row('an Unpickler', 'import pickle\npickle.Unpickler(f).load()'),
  row('in a folder', 'import torch\ntorch.load("m.pt")', [2], 'src/serve/model.py'),
  text('an older torch is pinned', 'RUN pip install torch==2.5.1\nCOPY app.py .', [2]),
  text('torch is not pinned', 'RUN pip install torch\nCOPY app.py .', [2]),
  text(
    'a newer torch, but with weights_only=False',
    'RUN pip install torch==2.7.0\nCOPY app.py .',
    [2],
    'import torch\ntorch.load("m.pt", weights_only=False)',
  ),
  row(
    'near miss: weights_only=True',
    'import torch\ntorch.load("m.pt", map_location="cpu", weights_only=True)',
    [],
  ),
  row('near miss: a variable decides', 'import torch\ntorch.load("m.pt", weights_only=safe)', []),
  text('near miss: torch 2.6, where it is the default', 'RUN pip install torch==2.6.0\nCOPY app.py .', []),
  text('near miss: torch 2.10, which is newer', 'RUN pip install torch==2.10.0\nCOPY app.py .', []),
  row(
    'near miss: safetensors',
    'import torch\nfrom safetensors.torch import load_file\nload_file("m.safetensors")',
    [],
  ),
  row('near miss: plain arrays', 'import numpy as np\nnp.load("a.npy")', []),
  row('near miss: json', 'import json, torch\njson.load(f)', []),
  row('near miss: only written', 'import pickle\npickle.dump(m, f)', []),
  row('near miss: a comment', 'import torch\n# torch.load("m.pt")', []),
  row('near miss: a test', 'import torch\ntorch.load("m.pt")', [], 'tests/test_app.py'),
  row(
    'near miss: a function of the same name',
    'import torch\ndef load(path):\n    return path\nload("x")',
    [],
  ),
  row('near miss: not Python', 'torch.load("m.pt")', [], 'notes.md'),
  text('near miss: the file is not copied', 'COPY other/ /srv/', []),
  {
    name: 'near miss: in a build stage',
    dockerfile: 'FROM python:3.11 AS b\nCOPY . .\nFROM python:3.11\nCOPY --from=b /model /model',
    lines: [],
    context: file('import torch\ntorch.load("m.pt")'),
  },
  { name: 'near miss: the context is not known', dockerfile: 'FROM python:3.11\nCOPY . .', lines: [] },
];
