import type { FindingCase } from '../../check/finding-case.ts';

const files = (...entries: [path: string, megabytes: number][]) => ({
  files: entries.map(([path, megabytes]) => ({ path, bytes: megabytes * 1e6 })),
  totalBytesBefore: 0,
  dockerignore: undefined,
});
const table = files(['data/train.csv', 40], ['src/app.py', 0.01]);
const row = (
  name: string,
  text: string,
  context: FindingCase['context'],
  lines: number[] = [2],
): FindingCase => ({ name, dockerfile: `FROM python:3.11\n${text}`, lines, context });

export const cases: FindingCase[] = [
  row('the folder', 'COPY data/ /srv/data/', table),
  row('everything', 'COPY . /srv/', table),
  row('the file', 'COPY data/train.csv /srv/', table),
  row('by a pattern', 'COPY data/*.csv /srv/', table),
  row('ADD', 'ADD data /srv/data', table),
  row('exec form', 'COPY ["data", "/srv/data"]', table),
  row('with an owner', 'COPY --chown=1000 data /srv/data', table),
  row('lower case', 'copy data /srv', table),
  row('many small ones', 'COPY . .', files(['data/a.parquet', 6], ['data/b.parquet', 6])),
  row('images below dataset/', 'COPY . .', files(['dataset/cats/1.jpg', 8], ['dataset/cats/2.jpg', 8])),
  row('a file of arrays', 'COPY . .', files(['features.npz', 25])),
  row('packed', 'COPY . .', files(['data/archive.tar.gz', 80])),
  row('in the second COPY', 'COPY src/ /srv/\nCOPY data/ /srv/data/', table, [3]),
  row('reported at the first COPY that adds it', 'COPY . .\nCOPY data /data', table),
  {
    name: 'in the stage it is built FROM',
    dockerfile: 'FROM python:3.11 AS a\nCOPY . .\nFROM a\nRUN true',
    lines: [2],
    context: table,
  },
  row('near miss: only code', 'COPY src/ /srv/', table, []),
  row('near miss: a sample', 'COPY . .', files(['data/sample.csv', 2]), []),
  row(
    'near miss: something else that is large',
    'COPY . .',
    files(['static/video.mp4', 80], ['model.safetensors', 400]),
    [],
  ),
  row('near miss: images of the site', 'COPY . .', files(['public/hero.png', 30]), []),
  row('near miss: the context is not known', 'COPY data/ /srv/', undefined, []),
  row('near miss: excluded by .dockerignore', 'COPY . .', files(['src/app.py', 0.1]), []),
  {
    name: 'near miss: in a build stage',
    dockerfile:
      'FROM python:3.11 AS train\nCOPY . .\nRUN python train.py\nFROM python:3.11\nCOPY --from=train /model /model',
    lines: [],
    context: table,
  },
  row(
    'near miss: mounted for one step',
    'RUN --mount=type=bind,source=data,target=/data python train.py',
    table,
    [],
  ),
  row('near miss: from another image', 'COPY --from=example/data data/ /srv/', table, []),
  row(
    'near miss: a folder with the same beginning',
    'COPY database /srv/',
    files(['database/schema.sql', 20]),
    [],
  ),
];
