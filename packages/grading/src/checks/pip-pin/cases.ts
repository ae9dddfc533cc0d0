import type { FindingCase } from '../../check/finding-case.ts';

const behindPath = { hadolint: 'does not see a command behind sudo, env, sh -c or a path' };
const anyPip = { kics: 'takes the pip of uv for pip itself' };
const words =
  'takes any word behind the first install for a package, whatever command or option it belongs to';
const others = 'is content with a requirements file, whatever else is named beside it';
const hashed = `numpy==1.26.4 --hash=sha256:${'0'.repeat(64)}\n`;
/** With a lock that has hashes, a constraints file and a file of wishes in the context. */
const context = (): FindingCase['context'] => ({
  files: Object.entries({
    'requirements.lock': hashed,
    'constraints.txt': 'torch==2.5.1\nnumpy>=1\n',
    'requirements.txt': 'numpy>=1\n',
  }).map(([path, text]) => ({ path, bytes: text.length, text })),
  totalBytesBefore: 1,
  dockerignore: undefined,
});
const beside = (
  name: string,
  dockerfile: string,
  lines: number[],
  differs?: FindingCase['differs'],
): FindingCase => ({
  name,
  dockerfile: `FROM python:3.11\n${dockerfile}`,
  lines,
  differs,
  context: context(),
});
const locked = 'RUN pip install -r requirements.lock\n';
const silent = (name: string, run: string, differs?: FindingCase['differs']): FindingCase => ({
  name,
  dockerfile: `FROM python:3.11\n${run}`,
  lines: [],
  differs,
});
const fires = (name: string, run: string, differs?: FindingCase['differs'], line = 2): FindingCase => ({
  name,
  dockerfile: `FROM python:3.11\n${run}`,
  lines: [line],
  differs,
});

export const cases: FindingCase[] = [
  {
    ...fires('a name alone', 'RUN pip install torch'),
    also: ['DL3013', 'kics:unpinned-package-version-in-pip-install'],
  },
  fires('one of two', 'RUN pip install torch numpy==1.26.4'),
  fires('with extras', 'RUN pip3 install "uvicorn[standard]"', { kics: 'does not read names in quotes' }),
  fires('python -m pip', 'RUN python3 -m pip install --no-cache-dir torch'),
  fires('pip itself', 'RUN pip install --upgrade pip'),
  fires('an index in front', 'RUN pip install --index-url https://download.example/whl/cu124 torch'),
  fires('over lines', 'RUN pip install \\\n    numpy==1.26.4 \\\n    # the framework\n    torch', undefined),
  fires('behind another command', 'RUN apt-get update && pip install torch'),
  fires('beside a requirements file', 'RUN pip install -r requirements.txt torch', {
    hadolint: others,
    kics: others,
  }),
  fires('a Git address without a revision', 'RUN pip install git+https://git.example/team/tool.git', {
    kics: 'leaves out everything with a slash',
  }),
  fires('a redirection, not a version', 'RUN pip install numpy>=1.26'),
  fires('a marker is no version', 'RUN pip install "tomli; python_version<\'3.11\'"', {
    kics: 'does not read names in quotes',
    hadolint: 'takes the version in the marker for that of the package',
  }),
  fires('exec form', 'RUN ["pip", "install", "torch"]'),
  fires('heredoc', 'RUN <<EOF\npip install torch\nEOF', { kics: 'does not read heredocs' }, 3),
  fires('by its path', 'RUN /venv/bin/pip install torch', behindPath),
  { ...fires('uv pip', 'RUN uv pip install --system torch', anyPip), also: [] },
  { ...fires('pipx', 'RUN pipx install poetry'), also: ['DL3013'] },
  fires('ONBUILD', 'ONBUILD RUN pip install torch', { kics: 'does not read ONBUILD' }),
  silent('a version', 'RUN pip install torch==2.5.1'),
  silent('a version from a variable', 'ARG V=2.5.1\nRUN pip install "torch==${V}"'),
  { ...fires('a range', 'RUN pip install "numpy>=1.26,<2"'), also: [] },
  {
    ...fires('a range beside a name alone', 'RUN pip install torch numpy~=1.26'),
    also: ['DL3013', 'kics:unpinned-package-version-in-pip-install'],
  },
  fires('a range with one end', 'RUN pip install "joblib>=1.0"'),
  fires('compatible', 'RUN pip install numpy~=1.26'),
  fires('all but one', 'RUN pip install "numpy!=1.26.1"'),
  fires('a star', 'RUN pip install "numpy==1.*"'),
  fires('a range of a variable', 'ARG V=1.26\nRUN pip install "numpy>=${V}"', undefined, 3),
  fires('a range with extras', 'RUN pip install "uvicorn[standard]<1"'),
  fires('a wheel made of a range', 'RUN pip wheel "numpy<2"'),
  beside('a range below the lock', `${locked}RUN pip install "joblib>=1.0"`, [3]),
  { ...beside('a version below the lock', `${locked}RUN pip install joblib==1.6.0`, [3]), also: [] },
  beside(
    'a version in the stage that the lock is installed above',
    `FROM python:3.11 AS below\nRUN pip install joblib==1.6.0\nFROM below\n${locked}`,
    [3],
  ),
  beside(
    'a version below the lock, constrained by another file',
    `${locked}RUN pip install -c constraints.txt torch`,
    [3],
  ),
  beside('a constraints file that names a range', 'RUN pip install -c constraints.txt numpy', [2]),
  beside('a constraints file that names it not at all', 'RUN pip install -c constraints.txt scipy', [2]),
  beside('a constraints file that names the version', 'RUN pip install -c constraints.txt Torch', []),
  beside('the lock as constraints', `${locked}RUN pip install -c requirements.lock numpy`, []),
  beside(
    'the own project below the lock',
    `${locked}RUN pip install --no-deps . ./tool-1.0-py3-none-any.whl`,
    [],
  ),
  beside(
    'what lies at hand, below the lock',
    `${locked}RUN pip install --no-index --find-links=/wheels joblib==1.6.0`,
    [],
  ),
  beside(
    'what installs the lock, in a version of its own',
    `RUN pip install uv==0.5.1 && uv pip install --system --require-hashes -r requirements.lock`,
    [],
  ),
  beside('a program in an environment of its own', `${locked}RUN pipx install ruff==0.5.0`, []),
  beside(
    'another stage than the one with the lock',
    `${locked}FROM python:3.11\nRUN pip install joblib==1.6.0`,
    [],
  ),
  beside(
    'a stage built FROM the same as the one with the lock',
    `FROM python:3.11 AS common\nFROM common\n${locked}FROM common\nRUN pip install joblib==1.6.0`,
    [],
  ),
  beside('a version beside a file without hashes', 'RUN pip install -r requirements.txt joblib==1.6.0', []),
  silent('hashes required', 'RUN pip install --require-hashes -r requirements.lock'),
  silent(
    'an address with a hash',
    'RUN pip install "tool @ https://files.example/tool-1.0.tar.gz#sha256=00"',
  ),
  silent('a version with a marker', 'RUN pip install "tomli==2.0.1; python_version<\'3.11\'"'),
  silent('exactly so', 'RUN pip install numpy===1.26.4'),
  silent('a version with extras', 'RUN pip install "uvicorn[standard]==0.32.0"'),
  silent('a requirements file', 'RUN pip install -r requirements.txt'),
  silent('a requirements file in full', 'RUN pip install --requirement=requirements.txt'),
  silent('constraints', 'RUN pip install -c constraints.txt torch'),
  silent('the own project', 'RUN pip install --no-deps .'),
  silent('the own project with extras', 'RUN pip install ".[dev]"', {
    hadolint: 'takes a folder with extras for a package',
  }),
  silent('editable', 'RUN pip install -e ./src'),
  silent('a wheel', 'RUN pip install /wheels/app-1.0-py3-none-any.whl dist/*.whl'),
  silent('a Git address with a commit', 'RUN pip install git+https://git.example/team/tool.git@0a1b2c3'),
  silent('a direct address', 'RUN pip install "tool @ https://files.example/tool-1.0.tar.gz"'),
  silent('what lies at hand', 'RUN pip install --no-index --find-links=/wheels app', {
    hadolint: 'does not see that without an index only what lies at hand is taken',
    kics: 'does not see that without an index only what lies at hand is taken',
  }),
  silent('a variable of the shell', 'RUN pip install $EXTRA', {
    hadolint: 'fires on every variable, although its value may hold a version',
  }),
  silent('values of options', 'RUN pip install --timeout 100 --target /opt torch==2.5.1', {
    hadolint: 'does not know that --timeout takes a value',
  }),
  silent('another verb', 'RUN pip list && pip uninstall -y torch'),
  silent('uv sync reads a lock file', 'RUN uv sync --frozen'),
  silent('only printed', 'RUN echo "pip install torch"', { kics: words }),
];
