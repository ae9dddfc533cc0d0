import type { FindingCase } from './finding-case.ts';

const row = (name: string, run: string, fixed?: string) => ({ name, dockerfile: `FROM a\n${run}`, lines: fixed === undefined ? [] : [2], fixed: fixed === undefined ? undefined : `FROM a\n${fixed}` });

export const cases: FindingCase[] = [
  row('pip install', 'RUN pip install -r requirements.txt', 'RUN pip install --no-cache-dir -r requirements.txt'),
  row('a versioned pip', 'RUN /usr/bin/pip3.11 install x', 'RUN /usr/bin/pip3.11 install --no-cache-dir x'),
  row('python -m pip', 'RUN python3 -m pip install x', 'RUN python3 -m pip install --no-cache-dir x'),
  row('uv pip', 'RUN uv pip install --system x', 'RUN uv pip install --no-cache --system x'),
  row('uv sync', 'RUN uv sync --frozen', 'RUN uv sync --no-cache --frozen'),
  row('behind an escape', 'RUN pip \\\n  install x', undefined),
  row('with the option', 'RUN pip install --no-cache-dir x'),
  row('cache mount', 'RUN --mount=type=cache,target=/root/.cache/pip pip install x'),
  row('cache mount of another user', 'RUN --mount=type=cache,target=/home/app/.cache pip install x'),
  row('a mount of another kind', 'RUN --mount=type=bind,target=/root/.cache/pip pip install x', 'RUN --mount=type=bind,target=/root/.cache/pip pip install --no-cache-dir x'),
  row('switched off in front', 'RUN PIP_NO_CACHE_DIR=1 pip install x'),
  row('switched off by ENV', 'ENV PIP_NO_CACHE_DIR=1\nRUN pip install x'),
  row('removed in the same RUN', 'RUN pip install x && rm -rf /root/.cache'),
  row('purged in the same RUN', 'RUN pip install x && pip cache purge'),
  row('a word of another command', 'RUN echo pip install x'),
  row('pip without install', 'RUN pip list'),
].map((entry) => (entry.name === 'behind an escape' ? { ...entry, lines: [2], fixed: 'FROM a\nRUN pip \\\n  install --no-cache-dir x' } : entry)).concat([
  { name: 'switched on again by ENV', dockerfile: 'FROM a\nENV PIP_NO_CACHE_DIR=0\nRUN pip install x', lines: [3], fixed: 'FROM a\nENV PIP_NO_CACHE_DIR=0\nRUN pip install --no-cache-dir x' },
  { name: 'in a build stage', dockerfile: 'FROM a AS b\nRUN pip install x\nFROM a\nCOPY --from=b /x /x', lines: [], fixed: undefined },
  { name: 'two installs', dockerfile: 'FROM a\nRUN pip install x && pip install y', lines: [2, 2], fixed: 'FROM a\nRUN pip install --no-cache-dir x && pip install y' },
]);
