import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkStatic } from '../read-text.ts';
import { applyFixes } from '../read-text.ts';

const every = () => true;

test.each([
  ['one', 'FROM a:1\nRUN pip install x\n', 'FROM a:1\nRUN pip install --no-cache-dir x\n'],
  [
    'two on one line',
    'FROM a:1\nRUN pip install x && pip install y',
    'FROM a:1\nRUN pip install --no-cache-dir x && pip install --no-cache-dir y',
  ],
  [
    'several checks, line by line',
    'FROM a:1\nRUN apt-get update\nRUN pip install x\nCMD python a.py',
    'FROM a:1\nRUN apt-get update && rm -rf /var/lib/apt/lists/*\nRUN pip install --no-cache-dir x\nCMD ["python", "a.py"]',
  ],
  [
    'one inside a part that another moves',
    'FROM a:1\nCOPY . .\nRUN pip install -r requirements.txt',
    'FROM a:1\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .',
  ],
  [
    'Windows line ends',
    'FROM a:1\r\nRUN true \\\r\n  && apt-get update\r\n',
    'FROM a:1\r\nRUN true \\\r\n  && apt-get update \\\r\n  && rm -rf /var/lib/apt/lists/*\r\n',
  ],
  [
    'near miss: a finding that a comment ignores',
    'FROM a:1\n# dfm ignore=pip-cache-left wanted\nRUN pip install x',
    undefined,
  ],
  ['near miss: a USER, with which the container may lack rights', 'FROM a:1\nCMD ["x"]', undefined],
  ['near miss: a finding without a mechanical fix', 'FROM python\nUSER 1\nCMD python $X', undefined],
])('applyFixes: %s', (_, text, expected) => {
  const fixed = applyFixes(text, undefined, every);
  expect(fixed.text).toBe(expected ?? text);
  expect(fixed.applied.length > 0).toBe(expected !== undefined);
});

test('only selected findings are fixed and reported', () => {
  expect(
    applyFixes('FROM a:1\nRUN pip install x\nCMD python a.py', undefined, (id) => id === 'shell-form-cmd'),
  ).toEqual({
    text: 'FROM a:1\nRUN pip install x\nCMD ["python", "a.py"]',
    applied: [{ id: 'shell-form-cmd', line: 3, title: 'Rewrite in exec (JSON) form' }],
  });
});

test('an install that moves above the copy uncovers the next one', () => {
  const install = 'RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt';
  const { text, applied } = applyFixes(
    ['FROM python:3.11', 'COPY . .', install, install].join('\n'),
    undefined,
    every,
  );
  expect(text).toBe(
    [
      'FROM python:3.11',
      'COPY requirements.txt .',
      install,
      'COPY requirements.txt .',
      install,
      'COPY . .',
    ].join('\n'),
  );
  expect(applied).toHaveLength(2);
});

const line = fc.constantFrom(
  'FROM python:3.11',
  'FROM a AS b',
  'FROM b',
  'WORKDIR /srv',
  'COPY . .',
  'COPY . /srv/',
  'COPY --chown=1 . .',
  'COPY a.py .',
  'USER 1',
  'ENV A=1',
  '# a comment',
  '',
  '# dfm ignore=pip-cache-left kept',
  '# dfm ignore-file=apt-lists-left kept',
  'RUN apt-get update',
  'RUN apt-get update && \\\n    apt-get install -y gcc',
  'RUN apt-get update \\\n\n # c\n  && true',
  'RUN <<E\napt-get update\nE',
  'RUN sh -c "apt-get update"',
  'RUN pip install -r requirements.txt',
  'RUN pip install x && pip3 install y',
  'RUN python -m pip \\\n  install -r r.txt',
  'RUN uv pip install --system x',
  'RUN <<E\npip install x\npip install y\nE',
  'RUN --mount=type=cache,target=/root/.cache/pip pip install -r requirements.txt',
  'RUN useradd -u 123456 a && \\\n    useradd -mu 123457 b',
  'RUN ["useradd", "-u", "123456", "a"]',
  'ONBUILD RUN useradd --uid 123456 a',
  'RUN apt update && apt install curl',
  'RUN apt-get install \\\n   curl && pip install x',
  'RUN apk add git && yum install httpd',
  'RUN dnf module install nodejs:20 && zypper in git',
  'RUN yarn install && npm ci',
  'RUN conda install -y numpy',
  'ONBUILD RUN apt install curl',
  'RUN <<E\napt install curl\ndnf install git\nE',
  'RUN ["apt", "install", "curl"]',
  'CMD python a.py',
  'CMD ["python", "a.py"]',
  "ENTRYPOINT serve 'a b' --x",
  'CMD python $A',
  'HEALTHCHECK CMD curl -f localhost',
  'from a as c',
  'run x',
  'cmd python a.py',
  'copy . .',
  'Env A=b',
  'ENV A b',
  'MAINTAINER x',
  'maintainer y',
  'ADD a.py /srv/',
  'add a.py b.py /srv/',
  'EXPOSE 80/TCP',
  'expose 80/Udp',
  'COPY f$TARGETARCH /x',
  'ENV B=$A$C',
  'FROM --platform=$TARGETPLATFORM a:1',
  'RUN x \\\n\n  && y',
  'ENTRYPOINT []',
);

test('after fixing, no finding has a fix that needs no review, fixing again changes nothing, and other text is unchanged', () => {
  fc.assert(
    fc.property(fc.array(line, { maxLength: 14 }), fc.constantFrom('\n', '\r\n'), (lines, lineEnd) => {
      const text = lines.join('\n').replaceAll('\n', lineEnd);
      const fixed = applyFixes(text, undefined, every);
      const left = checkStatic({ dockerfile: parseDockerfile(fixed.text), context: undefined }).filter(
        ({ fix }) => fix !== undefined && fix.needsReview !== true,
      );
      expect(left).toEqual([]);
      expect(applyFixes(fixed.text, undefined, every)).toEqual({ text: fixed.text, applied: [] });
      expect(fixed.applied.length > 0).toBe(fixed.text !== text);
      if (lineEnd === '\r\n') expect(fixed.text.replaceAll('\r\n', '')).not.toMatch(/\n/u);
    }),
    { numRuns: 2000 },
  );
});
