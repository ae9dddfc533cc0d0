import type { FindingCase } from '../../check/finding-case.ts';

const betweenSpaces = 'searches for the word between spaces anywhere in the RUN, whether called or not';
const notOnbuild = 'does not read ONBUILD';

export const cases: FindingCase[] = [
  {
    name: 'chpasswd in a pipe',
    dockerfile: "FROM a\nRUN echo 'root:root' | chpasswd",
    lines: [2],
    also: ['CKV2_DOCKER_17'],
  },
  {
    name: 'chpasswd, then more',
    dockerfile: 'FROM a\nRUN useradd app && echo app:app | chpasswd && mkdir /srv/app',
    lines: [2],
  },
  { name: 'chpasswd of hashes', dockerfile: "FROM a\nRUN echo 'app:$6$x' | chpasswd -e", lines: [2] },
  { name: 'chpasswd from a file', dockerfile: 'FROM a\nRUN chpasswd < /run/users', lines: [2] },
  {
    name: 'chpasswd by its path',
    dockerfile: 'FROM a\nRUN echo a:b | /usr/sbin/chpasswd',
    lines: [2],
    differs: { checkov: betweenSpaces },
  },
  {
    name: 'chpasswd over lines',
    dockerfile: 'FROM a\nRUN useradd app \\\n  # for the workshop\n  && echo app:app \\\n  | chpasswd',
    lines: [5],
  },
  { name: 'chpasswd under sudo', dockerfile: 'from a\nrun echo a:b | sudo chpasswd', lines: [2] },
  { name: 'chpasswd in a heredoc', dockerfile: 'FROM a\nRUN <<EOF\necho a:b | chpasswd\nEOF', lines: [3] },
  {
    name: 'chpasswd in a build stage',
    dockerfile: 'FROM a AS b\nRUN echo a:b | chpasswd\nFROM c',
    lines: [2],
  },
  {
    name: 'chpasswd in ONBUILD',
    dockerfile: 'FROM a\nONBUILD RUN echo a:b | chpasswd',
    lines: [2],
    differs: { checkov: notOnbuild },
  },
  {
    name: 'chpasswd in sh -c',
    dockerfile: 'FROM a\nRUN ["sh", "-c", "echo a:b | chpasswd"]',
    lines: [2],
    differs: { checkov: betweenSpaces },
  },
  { name: 'passwd removes it', dockerfile: 'FROM a\nRUN passwd -d root', lines: [2], also: ['DKL-LI-0001'] },
  { name: 'passwd reads it', dockerfile: 'FROM a\nRUN echo x | passwd --stdin app', lines: [2], also: [] },
  { name: 'passwd reads from a pipe', dockerfile: 'FROM a\nRUN printf "x\\nx\\n" | passwd app', lines: [2] },
  { name: 'usermod -p', dockerfile: 'FROM a\nRUN usermod -p "$(openssl passwd x)" app', lines: [2] },
  { name: 'useradd -p', dockerfile: 'FROM a\nRUN useradd -m -p abc app', lines: [2] },
  { name: 'useradd --password=', dockerfile: 'FROM a\nRUN useradd --password= app', lines: [2] },
  {
    name: 'the file itself',
    dockerfile: "FROM a\nRUN echo 'app::19000:0:99999:7:::' >> /etc/shadow",
    lines: [2],
  },
  { name: 'a user without one', dockerfile: 'FROM a\nRUN useradd --uid 10001 app', lines: [] },
  {
    name: 'adduser without a password',
    dockerfile: 'FROM a\nRUN adduser --disabled-password --gecos "" app',
    lines: [],
  },
  { name: 'adduser of Alpine', dockerfile: 'FROM a\nRUN adduser -D -u 10001 app', lines: [] },
  { name: 'passwd locks', dockerfile: 'FROM a\nRUN passwd -l root', lines: [] },
  { name: 'passwd queries', dockerfile: 'FROM a\nRUN passwd -S root', lines: [] },
  { name: 'usermod locks', dockerfile: "FROM a\nRUN usermod -p '*' root", lines: [] },
  { name: 'usermod -L', dockerfile: 'FROM a\nRUN usermod -L root', lines: [] },
  { name: 'the file of users', dockerfile: 'FROM a\nRUN cat /etc/passwd', lines: [] },
  {
    name: 'a user in that file',
    dockerfile: 'FROM a\nRUN echo "app:x:10001:10001::/:/sbin/nologin" >> /etc/passwd',
    lines: [],
  },
  { name: 'a folder for useradd', dockerfile: 'FROM a\nRUN mkdir -p /srv && useradd -d /srv app', lines: [] },
  {
    name: 'only printed',
    dockerfile: 'FROM a\nRUN echo "use chpasswd later"',
    lines: [],
    differs: { checkov: betweenSpaces },
  },
  { name: 'only searched for', dockerfile: 'FROM a\nRUN ls /usr/sbin/chpasswd', lines: [] },
  { name: 'a program with the same beginning', dockerfile: 'FROM a\nRUN chpasswd-audit --all', lines: [] },
];
