import type { FindingCase } from '../../check/finding-case.ts';

const file = 'https://a.example/x.bin';
const sum = 'echo "abc  x.bin" | sha256sum -c -';

export const cases: FindingCase[] = [
  { name: 'curl -o', dockerfile: `FROM a\nRUN curl -fsSL -o x.bin ${file}`, lines: [2] },
  { name: 'curl -O', dockerfile: `FROM a\nRUN curl -fsSLO ${file} && chmod +x x.bin`, lines: [2] },
  {
    name: 'curl into a redirection',
    dockerfile: `FROM a\nRUN curl -fsSL ${file} > /usr/local/bin/x`,
    lines: [2],
  },
  { name: 'wget', dockerfile: `FROM a\nRUN wget -q ${file}`, lines: [2] },
  {
    name: 'wget over lines',
    dockerfile: `FROM a\nRUN mkdir /x && \\\n  # the binary\n  wget -q \\\n  -O /x/x.bin ${file}`,
    lines: [4],
  },
  {
    name: 'piped to tar',
    dockerfile: 'FROM a\nRUN curl -fsSL https://a.example/x.tgz | tar -xz -C /opt',
    lines: [2],
  },
  {
    name: 'saved and run',
    dockerfile: 'FROM a\nRUN curl -fsSL -o i.sh https://a.example/i.sh && sh i.sh',
    lines: [2],
  },
  {
    name: 'verified in a different RUN',
    dockerfile: `FROM a\nRUN curl -fsSLO ${file}\nRUN make`,
    lines: [2],
  },
  { name: 'ADD', dockerfile: `FROM a\nADD ${file} /srv/`, lines: [2] },
  { name: 'ADD in the exec form', dockerfile: `FROM a\nADD ["${file}", "/srv/"]`, lines: [2] },
  {
    name: 'ADD of an argument',
    dockerfile: 'FROM a\nARG V=1.2\nARG URL=https://a.example/x-$V.bin\nADD ${URL} /srv/',
    lines: [4],
  },
  { name: 'ADD in a build stage', dockerfile: `FROM a AS b\nADD ${file} /srv/\nFROM c`, lines: [2] },
  { name: 'ONBUILD', dockerfile: `FROM a\nONBUILD ADD ${file} /srv/`, lines: [2] },
  { name: 'heredoc', dockerfile: `FROM a\nRUN <<EOF\ncurl -fsSLO ${file}\nEOF`, lines: [3] },
  { name: 'exec form', dockerfile: `FROM a\nRUN ["curl", "-fsSLO", "${file}"]`, lines: [2] },
  {
    name: 'a variable as the URL, with sudo',
    dockerfile: 'from a\narg URL\nrun sudo curl -fsSL -o /x "$URL"',
    lines: [3],
  },
  { name: 'aria2c', dockerfile: `FROM a\nRUN aria2c -o x.bin ${file}`, lines: [2] },
  { name: 'two', dockerfile: `FROM a\nRUN curl -fsSLO ${file} && \\\n wget ${file}`, lines: [2, 3] },
  { name: 'verified with its checksum', dockerfile: `FROM a\nRUN curl -fsSLO ${file} && ${sum}`, lines: [] },
  {
    name: 'verified with a list of checksums',
    dockerfile: `FROM a\nRUN wget ${file} https://a.example/SHA256SUMS && grep x.bin SHA256SUMS | sha256sum --check`,
    lines: [],
  },
  {
    name: 'compared manually',
    dockerfile: `FROM a\nRUN curl -fsSLO ${file} && test "$(sha512sum x.bin | cut -d' ' -f1)" = abc`,
    lines: [],
  },
  {
    name: 'verified with shasum',
    dockerfile: `FROM a\nRUN curl -fsSLO ${file} && echo "abc  x.bin" | shasum -a 256 -c`,
    lines: [],
  },
  {
    name: 'verified with a signature',
    dockerfile: `FROM a\nRUN curl -fsSLO ${file} && curl -fsSLO ${file}.asc && gpg --batch --verify x.bin.asc x.bin`,
    lines: [],
  },
  {
    name: 'in a heredoc, verified',
    dockerfile: `FROM a\nRUN <<EOF\nset -e\ncurl -fsSLO ${file}\n${sum}\nEOF`,
    lines: [],
  },
  { name: 'ADD with its sum', dockerfile: `FROM a\nADD --checksum=sha256:abc ${file} /srv/`, lines: [] },
  { name: 'ADD of a repository', dockerfile: 'FROM a\nADD https://a.example/x.git#v1 /srv/', lines: [] },
  { name: 'ADD of a local file', dockerfile: 'FROM a\nADD x.tgz /srv/', lines: [] },
  {
    name: 'aria2c with its checksum',
    dockerfile: `FROM a\nRUN aria2c --checksum=sha-256=abc ${file}`,
    lines: [],
  },
  {
    name: 'a key',
    dockerfile: 'FROM a\nRUN curl -fsSL https://a.example/gpg -o /etc/apt/keyrings/a.asc',
    lines: [],
  },
  {
    name: 'a key piped through gpg',
    dockerfile: 'FROM a\nRUN curl -fsSL https://a.example/key | gpg --dearmor -o /usr/share/keyrings/a.gpg',
    lines: [],
  },
  {
    name: 'only queried',
    dockerfile: 'FROM a\nRUN curl -fsSL https://a.example/latest | jq -r .tag',
    lines: [],
  },
  {
    name: 'only tests whether it exists',
    dockerfile: `FROM a\nRUN curl -fsSI ${file} && wget --spider ${file}`,
    lines: [],
  },
  { name: 'discarded', dockerfile: `FROM a\nRUN curl -fsS -o /dev/null ${file}`, lines: [] },
  {
    name: 'the service itself',
    dockerfile: 'FROM a\nRUN curl -fsS -o out http://localhost:8000/health',
    lines: [],
  },
  {
    name: 'into a variable',
    dockerfile: 'FROM a\nRUN V=$(curl -fsSL https://a.example/version) && echo $V',
    lines: [],
  },
  {
    name: 'scripts run without verification are covered by another check',
    dockerfile: 'FROM a\nRUN curl -fsSL https://a.example/i.sh | sh',
    lines: [],
  },
  { name: 'installed', dockerfile: 'FROM a\nRUN apt-get install -y curl wget', lines: [] },
];
