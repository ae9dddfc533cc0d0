import type { FindingCase } from '../../check/finding-case.ts';

const commit = 'c9745ed1d9f207416be6d2e6f8de32d1f16199bf';
const row = (name: string, run: string, lines: number[] = [2]): FindingCase => ({
  name,
  dockerfile: `FROM python:3.11\nRUN ${run}`,
  lines,
});
const python = (name: string, code: string, lines: number[] = [2]) => row(name, `python -c "${code}"`, lines);
const script = (name: string, text: string, lines: number[] = [3]): FindingCase => ({
  name,
  dockerfile: 'FROM python:3.11\nCOPY fetch.py .\nRUN python fetch.py',
  lines,
  context: {
    files: [{ path: 'fetch.py', bytes: text.length, text }],
    totalBytesBefore: text.length,
    dockerignore: undefined,
  },
});

export const cases: FindingCase[] = [
  row('hf download', 'hf download org/model --local-dir /models'),
  row('huggingface-cli', 'pip install huggingface_hub && huggingface-cli download org/model'),
  row('a branch as the revision', 'hf download org/model --revision main'),
  row('a tag as the revision', 'hf download org/model --revision=v1.0'),
  python(
    'from_pretrained',
    "from transformers import AutoModel; AutoModel.from_pretrained('bert-base-uncased')",
  ),
  python(
    'snapshot_download',
    "from huggingface_hub import snapshot_download; snapshot_download(repo_id='org/model', local_dir='/m')",
  ),
  python(
    'a pipeline that names its model',
    "from transformers import pipeline; pipeline('sentiment-analysis', model='org/model')",
  ),
  python('a pipeline that does not', "from transformers import pipeline; pipeline('sentiment-analysis')"),
  python(
    'sentence-transformers',
    "from sentence_transformers import SentenceTransformer; SentenceTransformer('all-MiniLM-L6-v2')",
  ),
  python('torch.hub', "import torch; torch.hub.load('pytorch/vision', 'resnet18')"),
  python('revision main', "AutoModel.from_pretrained('org/model', revision='main')"),
  row('a file of a branch', 'wget -q https://hub.example.org/org/model/resolve/main/model.safetensors'),
  row(
    'with curl, under a chosen name',
    'curl -fL -o /models/m.bin https://hub.example.org/org/model/resolve/main/pytorch_model.bin',
  ),
  row('weights at a URL without a version', 'curl -LO https://example.org/models/detector.pt'),
  row('the latest release', 'wget https://example.org/org/app/releases/latest/download/weights.onnx'),
  {
    name: 'ADD',
    dockerfile: 'FROM python:3.11\nADD https://hub.example.org/org/model/resolve/main/model.gguf /models/',
    lines: [2],
  },
  {
    name: 'a heredoc for Python',
    dockerfile:
      "FROM python:3.11\nRUN python3 <<EOF\nfrom transformers import AutoTokenizer\nAutoTokenizer.from_pretrained('org/model')\nEOF",
    lines: [4],
  },
  {
    name: 'a heredoc for a shell',
    dockerfile: 'FROM python:3.11\nRUN <<EOF\nset -e\nhf download org/model\nEOF',
    lines: [4],
  },
  {
    name: 'in a build stage',
    dockerfile:
      'FROM python:3.11 AS m\nRUN hf download org/model\nFROM python:3.11\nCOPY --from=m /root/.cache /c',
    lines: [2],
  },
  { name: 'exec form', dockerfile: 'FROM python:3.11\nRUN ["hf", "download", "org/model"]', lines: [2] },
  script(
    'a script of the context',
    "from huggingface_hub import snapshot_download\n\nsnapshot_download(\n    'org/model',\n    local_dir='/m',\n)\n",
  ),
  row('a clone with Git LFS', 'git lfs install && git clone https://git.example.org/org/model /models'),
  row(
    'near miss: a clone with Git LFS and a commit',
    `git lfs install && git clone https://git.example.org/org/model /models && git -C /models checkout ${commit}`,
    [],
  ),
  row('a clone from the model hub', 'git clone --depth=1 https://hf.example.org/org/model'),
  row('near miss: a clone of code', 'git clone https://git.example.org/org/app', []),
  row('near miss: a commit', `hf download org/model --revision ${commit}`, []),
  row('near miss: a commit by a variable', 'hf download org/model --revision "$MODEL_COMMIT"', []),
  python('near miss: a commit in Python', `AutoModel.from_pretrained('org/model', revision='${commit}')`, []),
  python(
    'near miss: a revision that is an expression',
    "import os; snapshot_download('org/model', revision=os.environ['REV'])",
    [],
  ),
  python('near miss: a folder', "AutoModel.from_pretrained('/models/bert')", []),
  python('near miss: a folder next to it', "AutoModel.from_pretrained('./bert')", []),
  python(
    'near miss: nothing is downloaded',
    "AutoModel.from_pretrained('org/model', local_files_only=True)",
    [],
  ),
  python('near miss: a tag of torch.hub', "torch.hub.load('pytorch/vision:v0.20.1', 'resnet18')", []),
  python('near miss: a different load', "import joblib; joblib.load('model.joblib')", []),
  row(
    'near miss: a file of a commit',
    `wget https://hub.example.org/org/model/resolve/${commit}/model.safetensors`,
    [],
  ),
  row('near miss: a release', 'wget https://example.org/org/app/releases/download/v1.2/weights.onnx', []),
  row(
    'near miss: a checksum in the same RUN',
    `curl -LO https://example.org/models/detector.pt && echo "${'a'.repeat(64)}  detector.pt" | sha256sum -c`,
    [],
  ),
  row('near miss: not weights', 'curl -LO https://example.org/main/archive.tar.gz', []),
  row('near miss: a different subcommand', 'hf auth whoami', []),
  row('near miss: printed', 'echo hf download org/model', []),
  script(
    'near miss: a script that pins it',
    `from huggingface_hub import snapshot_download\nsnapshot_download('org/model', revision='${commit}')  # from_pretrained('x')\n`,
    [],
  ),
  script('near miss: only defined', 'class Model:\n    def from_pretrained(self):\n        pass\n', []),
  {
    name: 'near miss: at start, not in the build',
    dockerfile: `FROM python:3.11\nCMD ["python", "-c", "AutoModel.from_pretrained('org/model')"]`,
    lines: [],
  },
  {
    name: 'near miss: ADD with a checksum',
    dockerfile: `FROM python:3.11\nADD --checksum=sha256:${'a'.repeat(64)} https://hub.example.org/org/model/resolve/main/model.gguf /models/`,
    lines: [],
  },
];
