import { expect, test } from 'vitest';
import { parseDockerfile } from '../syntax/parse.ts';
import { installsDependencies } from './dependency-step.ts';

test.each<[string, boolean]>([
  ['RUN pip install -r requirements.txt', true],
  ['RUN pip3 --no-cache-dir install numpy', true],
  ['RUN --mount=type=cache,target=/root/.cache/pip \\\n    pip install -r requirements.txt', true],
  ['RUN python -m pip install --upgrade pip', true],
  ['RUN /opt/venv/bin/pip install numpy', true],
  ['RUN PIP_NO_CACHE_DIR=1 uv pip install numpy', true],
  ['RUN uv sync --frozen', true],
  ['RUN apt-get update \\\n # why\n && apt-get install -y gcc', true],
  ['RUN ["pip", "install", "numpy"]', true],
  ['RUN ["/bin/sh", "-c", "apt-get update && apt-get install -y gcc"]', true],
  ['RUN <<EOF\nset -e\npip install numpy\nEOF', true],
  ['RUN conda env create -f environment.yml', true],
  ['RUN conda env list', false],
  ['RUN uv add numpy', true],
  ['RUN npm ci', true],
  ['RUN npm run install', false],
  ['RUN apk --no-cache add gcc', true],
  ['RUN sh -c "pip install numpy"', true],
  ['RUN if true; then pip install numpy; fi', true],
  ['RUN pip install --no-deps -r lock.txt', true],
  ['RUN pip install --no-deps .', false],
  ['RUN pip install --no-deps -e ./src', false],
  ['RUN echo "pip install numpy"', false],
  ['RUN pip uninstall -y numpy', false],
  ['RUN pip download numpy', false],
  ['RUN pip wheel -r requirements.txt -w /wheels', true],
  ['RUN apt-get update', false],
  ['RUN python train.py', false],
  ['CMD ["pip", "install", "numpy"]', false],
])('%s → %s', (line, expected) => {
  expect(installsDependencies(parseDockerfile(`FROM x\n${line}\n`).instructions[1]!)).toBe(expected);
});
