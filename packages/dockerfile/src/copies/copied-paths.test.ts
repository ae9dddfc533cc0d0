import { expect, test } from 'vitest';
import { parseDockerfile } from '../syntax/parse.ts';
import { copiesPath } from './copied-paths.ts';

test.each<[string, string, boolean]>([
  ['COPY . .', 'src/app.py', true],
  ['COPY ./ /srv/', 'src/app.py', true],
  ['COPY src /srv/src', 'src/app.py', true],
  ['COPY src/ model/ /srv/', 'model/m.joblib', true],
  ['COPY src /srv/src', 'src2/app.py', false],
  ['COPY *.py /srv/', 'app.py', true],
  ['COPY *.py /srv/', 'src/app.py', false],
  ['COPY requirements.txt .', 'requirements.txt', true],
  ['COPY requirements.txt .', 'app.py', false],
  ['COPY ["src", "/srv/"]', 'src/app.py', true],
  ['COPY --from=builder . .', 'src/app.py', false],
  ['COPY --chown=app:app --link src /srv/', 'src/app.py', true],
  ['COPY app.py other.txt', 'other.txt', false],
  ['COPY <<EOF /srv/app.py\nx\nEOF', 'app.py', false],
  ['ADD src /srv/', 'src/app.py', true],
  ['ADD https://example.org/app.py /srv/', 'app.py', false],
  ['RUN --mount=type=bind,source=src,target=/x pip install /x', 'src/app.py', true],
  ['RUN --mount=target=/x pip install /x', 'src/app.py', true],
  ['RUN --mount=type=cache,target=/x pip install /x', 'src/app.py', false],
  ['RUN --mount=type=bind,from=builder,target=/x ls', 'src/app.py', false],
  ['RUN cat src/app.py', 'src/app.py', false],
])('%s reads %s: %s', (line, path, expected) => {
  const dockerfile = parseDockerfile(`FROM x\n${line}\n`);
  expect(copiesPath(dockerfile.instructions[1]!, path, dockerfile)).toBe(expected);
});
