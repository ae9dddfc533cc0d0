import type { FindingCase } from '../../check/finding-case.ts';

const misses =
  'skips an ADD whose words contain a URL or the ending of an archive; the other source is neither';
const misses2 = 'skips an ADD whose words have the ending of an archive; this is a folder';
const alarms = 'reports every ADD; COPY neither unpacks an archive nor downloads a URL';
const alarms2 = 'recognises fewer archives and URLs; COPY neither unpacks nor downloads this';
const alarms3 = 'reports nearly every ADD; COPY neither unpacks an archive nor downloads a URL';

const row = (name: string, add: string, fixed?: string): FindingCase => ({
  name,
  dockerfile: `FROM a:1\n${add}`,
  lines: [2],
  fixed: fixed === undefined ? undefined : `FROM a:1\n${fixed}`,
});
const none = (name: string, text: string): FindingCase => ({
  name,
  dockerfile: `FROM a:1\n${text}`,
  lines: [],
});

export const cases: FindingCase[] = [
  row('a file', 'ADD x.py /srv/', 'COPY x.py /srv/'),
  row('the whole context', 'ADD . /srv', 'COPY . /srv'),
  row('a folder', 'ADD src/ /srv/src/', 'COPY src/ /srv/src/'),
  row('lower case', 'add x.py /srv/', 'copy x.py /srv/'),
  row('JSON', 'ADD ["a b", "/srv/"]', 'COPY ["a b", "/srv/"]'),
  row('with an owner', 'ADD --chown=1:1 x /srv/', 'COPY --chown=1:1 x /srv/'),
  row('over two lines', 'ADD x.py \\\n  y.py /srv/', 'COPY x.py \\\n  y.py /srv/'),
  row('a zip is not unpacked', 'ADD x.zip /srv/', 'COPY x.zip /srv/'),
  row('a wheel', 'ADD dist/x-1.0.whl /tmp/', 'COPY dist/x-1.0.whl /tmp/'),
  row('one archive and one file', 'ADD x.tgz y.txt /srv/'),
  { ...row('a URL and a file', 'ADD https://e.org/x y.txt /srv/'), differs: { trivy: misses } },
  row('a variable that may be anything', 'ADD $FILE /srv/'),
  {
    ...row('a folder named like an archive', 'ADD x.tar.gz/ /srv/', 'COPY x.tar.gz/ /srv/'),
    differs: { trivy: misses, kics: misses2 },
  },
  row('a URL that ADD cannot download', 'ADD ftp://e.org/x /srv/', 'COPY ftp://e.org/x /srv/'),
  row('a heredoc', 'ADD <<EOF /x\na\nEOF', 'COPY <<EOF /x\na\nEOF'),
  row('a name that only begins like that of an archive', 'ADD tar.py /srv/', 'COPY tar.py /srv/'),
  {
    name: 'in a build stage that is not part of the image',
    dockerfile: 'FROM a:1 AS b\nADD x /y\nFROM a:1',
    lines: [2],
    fixed: 'FROM a:1 AS b\nCOPY x /y\nFROM a:1',
  },
  none('COPY', 'COPY . /srv'),
  { ...none('an archive', 'ADD x.tar.gz /srv/'), differs: { checkov: alarms } },
  { ...none('a different ending', 'ADD rootfs.tar.xz /'), differs: { checkov: alarms } },
  {
    ...none('a short ending', 'ADD dir/x.tgz /srv/'),
    differs: { trivy: alarms2, checkov: alarms, kics: alarms3 },
  },
  { ...none('an archive in JSON', 'ADD ["x.tar", "/srv/"]'), differs: { checkov: alarms } },
  { ...none('a pattern of archives', 'ADD x-*.tar.gz /srv/'), differs: { checkov: alarms } },
  { ...none('zstd', 'ADD x.tar.zst /srv/'), differs: { hadolint: alarms2, checkov: alarms } },
  { ...none('an archive by its ending', 'ADD ${VERSION}.tar.gz /srv/'), differs: { checkov: alarms } },
  { ...none('a URL', 'ADD https://e.org/x /srv/'), differs: { checkov: alarms, kics: alarms3 } },
  {
    ...none('a URL with its checksum', `ADD --checksum=sha256:${'a'.repeat(64)} https://e.org/x /srv/`),
    differs: { checkov: alarms, kics: alarms3 },
  },
  {
    ...none('a repository', 'ADD git@github.com:a/b.git#v1 /srv/'),
    differs: { hadolint: alarms2, checkov: alarms, kics: alarms3 },
  },
  {
    ...none('a URL in an ARG', 'ARG URL=https://e.org/x\nADD $URL /srv/'),
    differs: { hadolint: alarms2, trivy: alarms2, checkov: alarms, kics: alarms3 },
  },
  none('ONBUILD', 'ONBUILD ADD x /y'),
  none('the word in a different position', 'RUN apk ADD x\n# ADD x /y'),
];
