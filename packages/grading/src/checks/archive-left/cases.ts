import type { FindingCase } from '../../check/finding-case.ts';

const tarSpelling = 'recognises the options of tar only with a dash, and the archive only as a separate word';
const get = 'https://a.example/model.tar.gz';

export const cases: FindingCase[] = [
  {
    name: 'copied and unpacked',
    dockerfile: 'FROM a\nCOPY model.tar.gz /tmp/\nRUN tar -xzf /tmp/model.tar.gz',
    lines: [2],
    also: ['DL3010'],
  },
  {
    name: 'unpacked in place',
    dockerfile: 'FROM a\nWORKDIR /srv\nCOPY app.tar .\nRUN echo x && tar -xf app.tar',
    lines: [3],
  },
  {
    name: 'copied under a different name',
    dockerfile: 'FROM a\nCOPY build/app-1.0.tar.gz /app.tgz\nRUN tar -xf /app.tgz',
    lines: [2],
  },
  {
    name: 'old options of tar',
    dockerfile: 'FROM a\nCOPY a.tar.xz /tmp/\nRUN tar xf /tmp/a.tar.xz',
    lines: [2],
    differs: { hadolint: tarSpelling },
  },
  {
    name: 'long option',
    dockerfile: 'FROM a\nCOPY a.tbz2 /tmp/\nRUN tar --extract --file /tmp/a.tbz2',
    lines: [2],
  },
  {
    name: 'long option with its value',
    dockerfile: 'FROM a\nCOPY a.tbz2 /tmp/\nRUN tar --extract --file=/tmp/a.tbz2',
    lines: [2],
    differs: { hadolint: tarSpelling },
  },
  {
    name: 'removed in a later RUN',
    dockerfile: 'FROM a\nCOPY a.tgz /tmp/\nRUN tar -xf /tmp/a.tgz\nRUN rm /tmp/a.tgz',
    lines: [2],
  },
  {
    name: 'removed by the RUN that unpacks it',
    dockerfile: 'FROM a\nCOPY a.tgz /tmp/\nRUN tar -xf /tmp/a.tgz && rm /tmp/a.tgz',
    lines: [2],
  },
  { name: 'gunzip', dockerfile: 'FROM a\nCOPY dump.sql.gz /tmp/\nRUN gunzip /tmp/dump.sql.gz', lines: [2] },
  {
    name: 'one of several',
    dockerfile: 'FROM a\nCOPY a.py b.tgz /srv/\nRUN cd /srv && tar -xzf b.tgz',
    lines: [2],
  },
  {
    name: 'lower case, over lines',
    dockerfile: 'from a\ncopy b.tgz /srv/\nrun cd /srv \\\n  # unpack\n  && tar -xzf b.tgz',
    lines: [2],
  },
  {
    name: 'exec form',
    dockerfile: 'FROM a\nCOPY ["b.tgz", "/srv/"]\nRUN ["tar", "-xzf", "/srv/b.tgz"]',
    lines: [2],
  },
  {
    name: 'zip, which ADD does not unpack',
    dockerfile: 'FROM a\nCOPY a.zip /tmp/\nRUN unzip /tmp/a.zip',
    lines: [2],
    also: [],
  },
  {
    name: 'ADD of a URL',
    dockerfile: `FROM a\nADD ${get} /tmp/\nRUN tar -xzf /tmp/model.tar.gz`,
    lines: [2],
  },
  {
    name: 'downloaded and kept',
    dockerfile: `FROM a\nRUN curl -fsSLO ${get} && tar -xzf model.tar.gz`,
    lines: [2],
  },
  {
    name: 'downloaded by wget and kept',
    dockerfile: `FROM a\nRUN wget -O /tmp/m.tgz ${get} \\\n && tar -xzf /tmp/m.tgz -C /srv`,
    lines: [2],
  },
  {
    name: 'a Windows path',
    dockerfile:
      '# escape=`\nFROM a\nCOPY build\\app.tar.gz "C:\\Program Files\\App"\nRUN tar -xf "C:\\Program Files\\App\\app.tar.gz"',
    lines: [3],
  },
  { name: 'copied and not unpacked', dockerfile: 'FROM a\nCOPY data.tar.gz /srv/', lines: [] },
  { name: 'ADD unpacks it', dockerfile: 'FROM a\nADD data.tar.gz /srv/', lines: [] },
  {
    name: 'a different archive is unpacked',
    dockerfile: 'FROM a\nCOPY data.tar.gz /srv/\nRUN tar -xzf /opt/other.tar.gz',
    lines: [],
  },
  {
    name: 'an archive is created',
    dockerfile: 'FROM a\nCOPY data.tar.gz /srv/\nRUN tar -czf /srv/data.tar.gz /srv/data',
    lines: [],
  },
  {
    name: 'its content is only listed',
    dockerfile: 'FROM a\nCOPY data.tar.gz /srv/\nRUN tar -tf /srv/data.tar.gz',
    lines: [],
  },
  {
    name: 'not an archive',
    dockerfile: 'FROM a\nCOPY package.json /srv/\nRUN tar -xf /opt/package.tar',
    lines: [],
  },
  {
    name: 'from a different stage',
    dockerfile: 'FROM a AS b\nFROM a\nCOPY --from=b /out.tgz /\nRUN tar -xzf /out.tgz',
    lines: [],
  },
  {
    name: 'unpacked in a different stage',
    dockerfile: 'FROM a AS b\nCOPY a.tgz /\nFROM a\nRUN tar -xzf /a.tgz',
    lines: [],
  },
  { name: 'piped', dockerfile: `FROM a\nRUN curl -fsSL ${get} | tar -xz -C /srv`, lines: [] },
  {
    name: 'downloaded and removed',
    dockerfile: `FROM a\nRUN curl -fsSLO ${get} && tar -xzf model.tar.gz && rm model.tar.gz`,
    lines: [],
  },
  {
    name: 'removed by a pattern',
    dockerfile: `FROM a\nRUN wget -P /tmp ${get} && tar -xzf /tmp/model.tar.gz && rm -rf /tmp/*`,
    lines: [],
  },
  {
    name: 'downloaded into a cache mount',
    dockerfile: `FROM a\nRUN --mount=type=cache,target=/dl wget -P /dl ${get} && tar -xzf /dl/model.tar.gz`,
    lines: [],
  },
  {
    name: 'mounted',
    dockerfile: 'FROM a\nRUN --mount=type=bind,source=a.tgz,target=/a.tgz tar -xzf /a.tgz',
    lines: [],
  },
  { name: 'only printed', dockerfile: 'FROM a\nCOPY a.tgz /\nRUN echo tar -xzf /a.tgz', lines: [] },
  {
    name: 'gunzip of a download replaces it',
    dockerfile: 'FROM a\nRUN curl -fsSLO https://a.example/d.sql.gz && gunzip d.sql.gz',
    lines: [],
  },
  {
    name: 'a build stage that is not part of the image',
    dockerfile: 'FROM a AS b\nCOPY a.tgz /\nRUN tar -xzf /a.tgz\nFROM a',
    lines: [],
  },
];
