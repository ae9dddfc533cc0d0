import type { FindingCase } from '../../check/finding-case.ts';

const beforeCommand = {
  hadolint: 'does not recognise a command after sudo or env, in sh -c or called by its path',
};
const anyPip = { kics: 'treats the pip of uv as pip' };
const words =
  'treats any word after the first install as a package, whichever command or option it belongs to';
const others = 'accepts an install with a requirements file, regardless of other packages';
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
    ...fires('only a name', 'RUN pip install torch'),
    also: ['DL3013', 'kics:unpinned-package-version-in-pip-install'],
  },
  fires('one of two', 'RUN pip install torch numpy==1.26.4'),
  fires('with extras', 'RUN pip3 install "uvicorn[standard]"', { kics: 'does not read names in quotes' }),
  fires('python -m pip', 'RUN python3 -m pip install --no-cache-dir torch'),
  fires('pip itself', 'RUN pip install --upgrade pip'),
  fires('an index first', 'RUN pip install --index-url https://download.example/whl/cu124 torch'),
  fires('over lines', 'RUN pip install \\\n    numpy==1.26.4 \\\n    # the framework\n    torch', undefined),
  fires('after another command', 'RUN apt-get update && pip install torch'),
  fires('next to a requirements file', 'RUN pip install -r requirements.txt torch', {
    hadolint: others,
    kics: others,
  }),
  fires('a Git URL without a revision', 'RUN pip install git+https://git.example/team/tool.git', {
    kics: 'ignores everything with a slash',
  }),
  fires('a redirection, not a version', 'RUN pip install numpy>=1.26'),
  fires('a marker is not a version', 'RUN pip install "tomli; python_version<\'3.11\'"', {
    kics: 'does not read names in quotes',
    hadolint: 'treats the version in the marker as that of the package',
  }),
  fires('exec form', 'RUN ["pip", "install", "torch"]'),
  fires('heredoc', 'RUN <<EOF\npip install torch\nEOF', { kics: 'does not read heredocs' }, 3),
  fires('called by its path', 'RUN /venv/bin/pip install torch', beforeCommand),
  { ...fires('uv pip', 'RUN uv pip install --system torch', anyPip), also: [] },
  { ...fires('pipx', 'RUN pipx install poetry'), also: ['DL3013'] },
  fires('ONBUILD', 'ONBUILD RUN pip install torch', { kics: 'does not read ONBUILD' }),
  silent('a version', 'RUN pip install torch==2.5.1'),
  silent('a version from a variable', 'ARG V=2.5.1\nRUN pip install "torch==${V}"'),
  { ...fires('a range', 'RUN pip install "numpy>=1.26,<2"'), also: [] },
  {
    ...fires('a range next to only a name', 'RUN pip install torch numpy~=1.26'),
    also: ['DL3013', 'kics:unpinned-package-version-in-pip-install'],
  },
  fires('a range with one end', 'RUN pip install "joblib>=1.0"'),
  fires('compatible', 'RUN pip install numpy~=1.26'),
  fires('all but one', 'RUN pip install "numpy!=1.26.1"'),
  fires('a star', 'RUN pip install "numpy==1.*"'),
  fires('a range of a variable', 'ARG V=1.26\nRUN pip install "numpy>=${V}"', undefined, 3),
  fires('a range with extras', 'RUN pip install "uvicorn[standard]<1"'),
  fires('a wheel built from a range', 'RUN pip wheel "numpy<2"'),
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
  beside('a constraints file that does not name it', 'RUN pip install -c constraints.txt scipy', [2]),
  beside('a constraints file that names the version', 'RUN pip install -c constraints.txt Torch', []),
  beside('the lock as constraints', `${locked}RUN pip install -c requirements.lock numpy`, []),
  beside(
    'the project itself, below the lock',
    `${locked}RUN pip install --no-deps . ./tool-1.0-py3-none-any.whl`,
    [],
  ),
  beside(
    'a local file, below the lock',
    `${locked}RUN pip install --no-index --find-links=/wheels joblib==1.6.0`,
    [],
  ),
  beside(
    'the installer of the lock, with a version',
    `RUN pip install uv==0.5.1 && uv pip install --system --require-hashes -r requirements.lock`,
    [],
  ),
  beside('a program in a separate environment', `${locked}RUN pipx install ruff==0.5.0`, []),
  beside(
    'a different stage than the one with the lock',
    `${locked}FROM python:3.11\nRUN pip install joblib==1.6.0`,
    [],
  ),
  beside(
    'a stage built FROM the same as the one with the lock',
    `FROM python:3.11 AS common\nFROM common\n${locked}FROM common\nRUN pip install joblib==1.6.0`,
    [],
  ),
  beside('a version next to a file without hashes', 'RUN pip install -r requirements.txt joblib==1.6.0', []),
  silent('hashes required', 'RUN pip install --require-hashes -r requirements.lock'),
  silent('a URL with a hash', 'RUN pip install "tool @ https://files.example/tool-1.0.tar.gz#sha256=00"'),
  silent('a version with a marker', 'RUN pip install "tomli==2.0.1; python_version<\'3.11\'"'),
  silent('exactly so', 'RUN pip install numpy===1.26.4'),
  silent('a version with extras', 'RUN pip install "uvicorn[standard]==0.32.0"'),
  silent('a requirements file', 'RUN pip install -r requirements.txt'),
  silent('a requirements file by the long option', 'RUN pip install --requirement=requirements.txt'),
  silent('constraints', 'RUN pip install -c constraints.txt torch'),
  silent('the project itself', 'RUN pip install --no-deps .'),
  silent('the project itself, with extras', 'RUN pip install ".[dev]"', {
    hadolint: 'treats a folder with extras as a package',
  }),
  silent('editable', 'RUN pip install -e ./src'),
  silent('a wheel', 'RUN pip install /wheels/app-1.0-py3-none-any.whl dist/*.whl'),
  silent('a Git URL with a commit', 'RUN pip install git+https://git.example/team/tool.git@0a1b2c3'),
  silent('a direct URL', 'RUN pip install "tool @ https://files.example/tool-1.0.tar.gz"'),
  silent('a package from a local folder', 'RUN pip install --no-index --find-links=/wheels app', {
    hadolint: 'does not recognise that without an index, only local files are installed',
    kics: 'does not recognise that without an index, only local files are installed',
  }),
  silent('a shell variable', 'RUN pip install $EXTRA', {
    hadolint: 'reports every variable, although its value may contain a version',
  }),
  silent('values of options', 'RUN pip install --timeout 100 --target /opt torch==2.5.1', {
    hadolint: 'does not know that --timeout has a value',
  }),
  silent('a different verb', 'RUN pip list && pip uninstall -y torch'),
  silent('uv sync reads a lock file', 'RUN uv sync --frozen'),
  silent('only printed', 'RUN echo "pip install torch"', { kics: words }),
];
