import type { FindingCase } from '../../check/finding-case.ts';

const context = (dockerignore: string | undefined) => ({
  files: [{ path: 'app/main.py', bytes: 10 }],
  totalBytesBefore: 10,
  dockerignore,
});
const row = (name: string, dockerignore: string, copy: string): FindingCase => ({
  name,
  dockerfile: `FROM a:1\n${copy}`,
  lines: [2],
  context: context(dockerignore),
});
const none = (name: string, dockerignore: string | undefined, copy: string): FindingCase => ({
  name,
  dockerfile: `FROM a:1\n${copy}`,
  lines: [],
  context: context(dockerignore),
});

export const cases: FindingCase[] = [
  row('a file', '.env', 'COPY .env /srv/'),
  row('the Dockerfile', 'Dockerfile\n.dockerignore', 'COPY Dockerfile /srv/'),
  row('a folder', 'models/', 'COPY models /srv/models'),
  row('in an excluded folder', 'models', 'COPY models/small/a.bin /srv/'),
  row('an ending', '*.csv', 'COPY data.csv /srv/'),
  row('an ending at any depth', '**/*.csv', 'COPY data/raw/x.csv /srv/'),
  row('a pattern with the same text', '*.py', 'COPY *.py /srv/'),
  row('one of several', 'b.txt', 'COPY a.txt b.txt /srv/'),
  row('ADD', 'x', 'ADD x /srv/'),
  row('JSON', 'my file', 'COPY ["my file", "/srv/"]'),
  row('with a dot and a slash', 'a/b', 'COPY ./a/b /srv/'),
  row('everything', '*', 'COPY . /srv'),
  row('lower case, with an owner', 'x', 'copy --chown=1:1 x /srv/'),
  row('after a comment', '# no\n\nx\n', 'COPY x /srv/'),
  {
    name: 'from an ARG',
    dockerfile: 'FROM a:1\nARG FILE=secret.txt\nCOPY $FILE /srv/',
    lines: [3],
    context: context('secret.txt'),
  },
  {
    name: 'in a build stage that is not part of the image',
    dockerfile: 'FROM a:1 AS b\nCOPY x /y\nFROM a:1',
    lines: [2],
    context: context('x'),
  },
  {
    ...row('not included again', 'data\n!data/keep.csv', 'COPY data/other.csv /srv/'),
    differs: { buildkit: 'BuildKit judges nothing if a line begins with "!".' },
  },
  none('a different file', '.env', 'COPY env.py /srv/'),
  none('the whole context', '.env', 'COPY . /srv'),
  none('only one ending is excluded', '*.csv', 'COPY data /srv/data'),
  none('an ending in a folder', '*.csv', 'COPY data/x.csv /srv/'),
  none('a name with the same beginning', 'data', 'COPY database /srv/'),
  none('a comment', '# x', 'COPY x /srv/'),
  none('no .dockerignore', undefined, 'COPY x /srv/'),
  none('an empty one', '', 'COPY x /srv/'),
  none('included again', 'data\n!data/keep.csv', 'COPY data/keep.csv /srv/'),
  none('a part is included again', '*\n!src', 'COPY . /srv'),
  none('a different stage', 'x', 'COPY --from=b:1 /x /srv/'),
  none('a URL', '*', 'ADD https://example.org/x /srv/'),
  none('a heredoc', 'x', 'COPY <<EOF /srv/x\nx\nEOF'),
  none('the destination', 'x', 'COPY y x'),
  none('a mount', 'x', 'RUN --mount=type=bind,source=x,target=/x ls'),
  {
    ...none('an unknown value', '*', 'ARG F\nCOPY $F /srv/'),
    differs: { buildkit: 'assumes that the value is empty; it is set at build time' },
  },
  { name: 'no context', dockerfile: 'FROM a:1\nCOPY x /y', lines: [] },
];
