import type { FindingCase } from '../../check/finding-case.ts';

const hash = `--hash=sha256:${'0'.repeat(64)}`;
const context = (files: Record<string, string>): NonNullable<FindingCase['context']> => ({
  files: Object.entries(files).map(([path, text]) => ({ path, bytes: text.length, text })),
  totalBytesBefore: 1,
  dockerignore: undefined,
});
const usual = 'FROM python:3.11\nWORKDIR /srv\nCOPY requirements.txt .\nRUN pip install -r requirements.txt';
/** One requirements.txt, copied and installed from in the usual way. */
const file = (name: string, text: string, lines: number[]): FindingCase => ({
  name,
  dockerfile: usual,
  lines,
  context: context({ 'requirements.txt': text }),
});
const row = (
  name: string,
  dockerfile: string,
  files: Record<string, string>,
  lines: number[],
): FindingCase => ({ name, dockerfile: `FROM python:3.11\n${dockerfile}`, lines, context: context(files) });

export const cases: FindingCase[] = [
  file('only a name', 'numpy\n', [1]),
  file('a range', 'numpy==1.26.4\npandas>=2,<3\n', [2]),
  file('compatible', 'pandas==2.2.3\nnumpy~=1.26', [2]),
  file('a star', 'pandas==2.2.3\nnumpy==1.26.*', [2]),
  file('several, below a comment', '# what we need\nnumpy\n\npandas # later\ntorch==2.5.1', [2, 4]),
  file('over lines', 'torch==2.5.1 \\\n  --hash=sha256:0\nnumpy \\\n  ; python_version > "3.8"', [3]),
  file('a marker is not a version', 'pandas==2.2.3\ntomli; python_version == "3.10"', [2]),
  file('with extras', 'pandas==2.2.3\nuvicorn[standard]', [2]),
  file('a Git URL without a revision', 'pandas==2.2.3\ngit+https://git.example/team/tool.git', [2]),
  file('exact, but no hashes', 'numpy==1.26.4\npandas==2.2.3', [1]),
  row(
    'copied with everything else',
    'WORKDIR /srv\nCOPY . .\nRUN pip install -r requirements.txt',
    { 'requirements.txt': 'numpy' },
    [1],
  ),
  row(
    'from a folder',
    'COPY api/requirements.txt /tmp/\nRUN python -m pip install -r /tmp/requirements.txt',
    { 'api/requirements.txt': 'numpy' },
    [1],
  ),
  row(
    'under another name',
    'COPY req/base.txt /r.txt\nRUN pip install --requirement=/r.txt',
    { 'req/base.txt': '\nnumpy' },
    [2],
  ),
  row(
    'by a pattern',
    'COPY requirements*.txt /srv/\nWORKDIR /srv\nRUN pip install -r requirements-dev.txt',
    { 'requirements-dev.txt': 'numpy', 'requirements.txt': 'x' },
    [1],
  ),
  row(
    'by a bind mount',
    'RUN --mount=type=bind,source=requirements.txt,target=/tmp/r.txt pip install -r /tmp/r.txt',
    { 'requirements.txt': 'numpy' },
    [1],
  ),
  row(
    'by uv',
    'COPY requirements.txt /\nRUN uv pip install --system -r /requirements.txt',
    { 'requirements.txt': 'numpy' },
    [1],
  ),
  row(
    'included',
    'COPY . /srv\nWORKDIR /srv\nRUN pip install -r requirements.txt',
    { 'requirements.txt': `-r req/base.txt\ntorch==2.5.1 ${hash}`, 'req/base.txt': 'numpy' },
    [1],
  ),
  row(
    'in the stage that it is built FROM',
    'COPY requirements.txt /srv/\nFROM python:3.11 AS b\nCOPY requirements.txt /srv/\nFROM b\nRUN pip install -r /srv/requirements.txt',
    { 'requirements.txt': 'numpy' },
    [1],
  ),
  file('exact, with hashes', `numpy==1.26.4 ${hash}\npandas==2.2.3 \\\n    ${hash}\n`, []),
  file(
    'a wheel and a URL',
    `./wheels/tool-1.0-py3-none-any.whl ${hash}\ntool @ https://files.example/tool-1.0.tar.gz ${hash}`,
    [],
  ),
  file('a Git URL with a commit', `git+https://git.example/team/tool.git@0a1b2c3 ${hash}`, []),
  file('only options and comments', '# nothing\n--index-url https://pypi.example/simple\n-e .\n', []),
  file('empty', '', []),
  file('versions in a constraints file', '-c constraints.txt\nnumpy', []),
  row(
    'constraints on the command line',
    'COPY . /srv\nWORKDIR /srv\nRUN pip install -c c.txt -r requirements.txt',
    { 'requirements.txt': 'numpy', 'c.txt': 'numpy==1.26.4' },
    [],
  ),
  row(
    'constraints in a variable',
    'ENV PIP_CONSTRAINT=/srv/c.txt\nCOPY . /srv\nWORKDIR /srv\nRUN pip install -r requirements.txt',
    { 'requirements.txt': 'numpy' },
    [],
  ),
  row(
    'never installed from',
    'COPY requirements.txt .\nRUN pip install numpy==1.26.4',
    { 'requirements.txt': 'numpy' },
    [],
  ),
  row(
    'a different file is installed',
    'COPY requirements.lock /srv/\nRUN pip install -r /srv/requirements.lock',
    { 'requirements.txt': 'numpy', 'requirements.lock': `numpy==1.26.4 ${hash}` },
    [],
  ),
  row(
    'created during the build',
    'COPY pyproject.toml uv.lock ./\nRUN uv export > /tmp/requirements.txt && pip install -r /tmp/requirements.txt',
    { 'requirements.txt': 'numpy', 'pyproject.toml': '' },
    [],
  ),
  row(
    'not copied into this stage',
    'COPY requirements.txt /srv/\nFROM python:3.11\nRUN pip install -r /srv/requirements.txt',
    { 'requirements.txt': 'numpy' },
    [],
  ),
  { name: 'without a context', dockerfile: usual, lines: [] },
];
