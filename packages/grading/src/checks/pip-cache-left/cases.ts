import type { FindingCase } from '../../check/finding-case.ts';

const beforeCommand = {
  hadolint: 'does not recognise a command after sudo or env, in sh -c or called by its path',
};
const anyPip = { kics: 'treats the pip of uv as pip' };
const removed = { hadolint: 'does not recognise that the same step removes the cache' };
const kicsMount = 'ignores mounts';
const switched = 'recognises only the option';
const mount = 'recognises only a mount on /root/.cache/pip';
const silent = (name: string, run: string, differs?: FindingCase['differs']): FindingCase => ({
  name,
  dockerfile: `FROM python:3.11\n${run}`,
  lines: [],
  differs,
});
const fires = (
  name: string,
  run: string,
  fixed: string | undefined,
  differs?: FindingCase['differs'],
  line = 2,
): FindingCase => ({
  name,
  dockerfile: `FROM python:3.11\n${run}`,
  lines: [line],
  fixed: fixed === undefined ? undefined : `FROM python:3.11\n${fixed}`,
  differs,
});

export const cases: FindingCase[] = [
  {
    ...fires(
      'pip install',
      'RUN pip install -r requirements.txt',
      'RUN pip install --no-cache-dir -r requirements.txt',
    ),
    also: ['DL3042', 'kics:pip-install-keeping-cached-packages'],
  },
  fires(
    'a versioned pip by its path',
    'RUN /usr/bin/pip3.11 install x',
    'RUN /usr/bin/pip3.11 install --no-cache-dir x',
    { ...beforeCommand, kics: 'recognises only pip and pip3' },
  ),
  fires('a versioned pip', 'RUN pip3.11 install x', 'RUN pip3.11 install --no-cache-dir x', {
    kics: 'recognises only pip and pip3',
  }),
  fires('an option in front', 'RUN pip --quiet install x', 'RUN pip --quiet install --no-cache-dir x'),
  fires('python -m pip', 'RUN python3 -m pip install x', 'RUN python3 -m pip install --no-cache-dir x'),
  fires('the project itself', 'RUN pip install .', 'RUN pip install --no-cache-dir .'),
  fires('pip itself', 'RUN pip install --upgrade pip', 'RUN pip install --no-cache-dir --upgrade pip'),
  {
    ...fires('uv pip', 'RUN uv pip install --system x', 'RUN uv pip install --no-cache --system x', anyPip),
    also: [],
  },
  fires('uv sync', 'RUN uv sync --frozen', 'RUN uv sync --no-cache --frozen'),
  fires('after a line continuation', 'RUN pip \\\n  install x', 'RUN pip \\\n  install --no-cache-dir x', {
    kics: 'does not recognise the verb on a different line',
  }),
  fires(
    'heredoc',
    'RUN <<EOF\npip install x\nEOF',
    'RUN <<EOF\npip install --no-cache-dir x\nEOF',
    { kics: 'does not read heredocs' },
    3,
  ),
  fires('exec form', 'RUN ["pip", "install", "x"]', undefined),
  fires(
    'in a condition',
    'RUN if true; then pip install x; fi',
    'RUN if true; then pip install --no-cache-dir x; fi',
  ),
  fires('ONBUILD', 'ONBUILD RUN pip install x', 'ONBUILD RUN pip install --no-cache-dir x', {
    kics: 'does not read ONBUILD',
  }),
  fires('after sudo', 'RUN sudo -H pip install x', 'RUN sudo -H pip install --no-cache-dir x', beforeCommand),
  fires(
    'a different type of mount',
    'RUN --mount=type=bind,target=/root/.cache/pip pip install x',
    'RUN --mount=type=bind,target=/root/.cache/pip pip install --no-cache-dir x',
  ),
  fires(
    'a mount for a different tool',
    'RUN --mount=type=cache,target=/root/.cache/uv pip install x',
    'RUN --mount=type=cache,target=/root/.cache/uv pip install --no-cache-dir x',
  ),
  fires(
    'a cache folder in the layer',
    'RUN pip install --cache-dir=/opt/pip x',
    'RUN pip install --no-cache-dir --cache-dir=/opt/pip x',
  ),
  fires(
    'switched on again by ENV',
    'ENV PIP_NO_CACHE_DIR=0\nRUN pip install x',
    'ENV PIP_NO_CACHE_DIR=0\nRUN pip install --no-cache-dir x',
    undefined,
    3,
  ),
  fires(
    'removed in a later RUN',
    'RUN pip install x\nRUN rm -rf /root/.cache',
    'RUN pip install --no-cache-dir x\nRUN rm -rf /root/.cache',
  ),
  {
    name: 'switched off in a different stage',
    dockerfile: 'FROM a:1 AS b\nENV PIP_NO_CACHE_DIR=1\nFROM a:1\nRUN pip install x',
    lines: [4],
    fixed: 'FROM a:1 AS b\nENV PIP_NO_CACHE_DIR=1\nFROM a:1\nRUN pip install --no-cache-dir x',
  },
  {
    name: 'two installs',
    dockerfile: 'FROM a:1\nRUN pip install x && pip install y',
    lines: [2, 2],
    fixed: 'FROM a:1\nRUN pip install --no-cache-dir x && pip install y',
  },
  silent('with the option', 'RUN pip install --no-cache-dir x'),
  silent('the option first', 'RUN pip --no-cache-dir install x'),
  silent('uv with the option', 'RUN uv pip install --no-cache --system x', {
    kics: 'does not know the name of the option in uv',
  }),
  silent('cache mount', 'RUN --mount=type=cache,target=/root/.cache/pip pip install x', { kics: kicsMount }),
  silent('cache mount of a different user', 'RUN --mount=type=cache,target=/home/app/.cache pip install x', {
    kics: kicsMount,
    hadolint: mount,
  }),
  silent('a cache mount above', 'RUN --mount=type=cache,target=/root/.cache pip install x', {
    kics: kicsMount,
    hadolint: mount,
  }),
  silent(
    'a custom cache folder, mounted',
    'RUN --mount=type=cache,target=/opt/pip pip install --cache-dir /opt/pip x',
    { kics: kicsMount, hadolint: mount },
  ),
  silent(
    'a cache folder set before the command, mounted',
    'RUN --mount=type=cache,target=/opt/pip PIP_CACHE_DIR=/opt/pip pip install x',
    { kics: kicsMount, hadolint: mount },
  ),
  silent('switched off before the command', 'RUN PIP_NO_CACHE_DIR=1 pip install x', { kics: switched }),
  silent('switched off by export', 'RUN export PIP_NO_CACHE_DIR=1 && pip install x', { kics: switched }),
  silent('switched off by ENV', 'ENV PIP_NO_CACHE_DIR=1\nRUN pip install x', { kics: switched }),
  silent('switched off by ENV of the stage below', 'ENV PIP_NO_CACHE_DIR=true\nRUN true\nFROM python:3.11'),
  silent('removed in the same RUN', 'RUN pip install x && rm -rf /root/.cache', {
    ...removed,
    kics: switched,
  }),
  silent('purged in the same RUN', 'RUN pip install x && pip cache purge', { ...removed, kics: switched }),
  silent('a build stage that is not part of the image', 'RUN pip install x\nFROM python:3.11', {
    kics: 'reads every stage; a build stage leaves nothing in the image',
    hadolint: 'reads every stage; a build stage leaves nothing in the image',
  }),
  silent('a word of another command', 'RUN echo pip install x', {
    kics: 'treats the text of a string as a command',
  }),
  silent('other verbs', 'RUN pip list && pip uninstall -y x && pip config list'),
  silent('a comment', 'RUN true \\\n # pip install x\n && true'),
  fires(
    'switched on again by export',
    'RUN export PIP_NO_CACHE_DIR=off && pip install x',
    'RUN export PIP_NO_CACHE_DIR=off && pip install --no-cache-dir x',
  ),
];
