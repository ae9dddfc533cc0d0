import type { FindingCase } from '../../check/finding-case.ts';

const row = (name: string, run: string, lines: number[] = [2], fixed?: string): FindingCase => ({
  name,
  dockerfile: `FROM python:3.10-slim-bookworm\nRUN ${run}`,
  lines,
  fixed: fixed === undefined ? undefined : `FROM python:3.10-slim-bookworm\nRUN ${fixed}`,
});
const context = (text: string) => ({
  files: [{ path: 'requirements.txt', bytes: text.length, text }],
  totalBytesBefore: text.length,
  dockerignore: undefined,
});

export const cases: FindingCase[] = [
  row('tensorflow-gpu', 'pip install tensorflow-gpu==2.10.0'),
  row('with an underscore', 'pip install tensorflow_gpu'),
  row(
    'sklearn',
    'pip install --no-cache-dir numpy sklearn',
    [2],
    'pip install --no-cache-dir numpy scikit-learn',
  ),
  row('a versioned pip', '/usr/bin/pip3.10 install sklearn==0.0'),
  row('python -m pip', 'python3 -m pip install "fbprophet>=0.7"'),
  row('uv', 'uv pip install --system gym'),
  row('upper case', 'pip install PIL', [2], 'pip install pillow'),
  row(
    'on a separate line',
    'pip install \\\n  numpy \\\n  sklearn \\\n  pandas',
    [2],
    'pip install \\\n  numpy \\\n  scikit-learn \\\n  pandas',
  ),
  row('in quotes, which are kept', "pip install 'sklearn'"),
  row(
    'the target folder has that name',
    'pip install --target sklearn sklearn',
    [2],
    'pip install --target sklearn scikit-learn',
  ),
  row('two in one install', 'pip install gym torchtext', [2, 2]),
  row('nightly TensorFlow', 'pip install tf-nightly'),
  row('nightly torch', 'pip install --pre torch --index-url https://wheels.example.org/whl/nightly/cu124'),
  row(
    'an old extra of jax',
    'pip install "jax[cuda11_pip]" -f https://wheels.example.org/jax_cuda_releases.html',
  ),
  row('a numbered extra of jax', 'pip install jax[cuda111]'),
  row('nvidia-docker2', 'apt-get update && apt-get install -y nvidia-docker2'),
  row('in the second command', 'apt-get update; pip install pytorch-transformers'),
  row('poetry', 'poetry add tensorflow-addons'),
  row('after a line continuation', 'pip install \\\n  numpy \\\n  mxnet'),
  {
    name: 'in a requirements file',
    dockerfile: 'FROM python:3.10\nRUN pip install -r requirements.txt',
    lines: [2],
    context: context('numpy\nsklearn==0.0.post1\n'),
  },
  {
    name: 'in a build stage',
    dockerfile: 'FROM python:3.10 AS b\nRUN pip wheel -w /w sklearn\nFROM python:3.10\nCOPY --from=b /w /w',
    lines: [2],
    fixed: 'FROM python:3.10 AS b\nRUN pip wheel -w /w scikit-learn\nFROM python:3.10\nCOPY --from=b /w /w',
  },
  { name: 'exec form', dockerfile: 'FROM python:3.10\nRUN ["pip", "install", "theano"]', lines: [2] },
  {
    name: 'a heredoc',
    dockerfile: 'FROM python:3.10\nRUN <<E\npip install x\npip install keras-preprocessing\nE',
    lines: [4],
  },
  row('near miss: scikit-learn', 'pip install scikit-learn', []),
  row('near miss: tensorflow', 'pip install tensorflow==2.17.0 "tensorflow[and-cuda]"', []),
  row('near miss: tensorflow-cpu', 'pip install tensorflow-cpu', []),
  row(
    'near miss: a name with the same beginning',
    'pip install sklearn-crfsuite gymnasium torchtext-extra',
    [],
  ),
  row(
    'near miss: the current extra',
    'pip install "jax[cuda12]" && pip install jax[cuda12-local] jax[tpu]',
    [],
  ),
  row('near miss: uninstalled', 'pip uninstall -y tensorflow-gpu', []),
  row('near miss: printed', 'echo pip install sklearn', []),
  row('near miss: a package of a conda channel', 'conda install -y -c conda-forge tensorflow-gpu', []),
  row('near miss: a file with that name', 'pip install ./sklearn', []),
  row('near miss: an option value', 'pip install --target sklearn numpy', []),
  row('near miss: the container toolkit', 'apt-get install -y nvidia-container-toolkit', []),
  row('near miss: only shown', 'pip show sklearn', []),
  {
    name: 'near miss: a comment of the requirements file',
    dockerfile: 'FROM python:3.10\nRUN pip install -r requirements.txt',
    lines: [],
    context: context('# sklearn\nscikit-learn # not sklearn\n'),
  },
  {
    name: 'near miss: without a context, so the file is not known',
    dockerfile: 'FROM python:3.10\nRUN pip install -r requirements.txt',
    lines: [],
  },
];
