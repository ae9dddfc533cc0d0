import type { FindingCase } from '../../check/finding-case.ts';

export const cases: FindingCase[] = [
  { name: 'useradd', dockerfile: 'FROM a\nRUN useradd --non-unique --uid 0 operator', lines: [2] },
  { name: 'useradd, short', dockerfile: 'FROM a\nRUN useradd -o -u 1000 b', lines: [2] },
  { name: 'useradd, in a cluster', dockerfile: 'FROM a\nRUN useradd -mou 1000 b', lines: [2] },
  { name: 'usermod', dockerfile: 'FROM a\nRUN usermod -o -u 0 app', lines: [2] },
  { name: 'groupadd', dockerfile: 'FROM a\nRUN groupadd -o -g 1000 b', lines: [2] },
  { name: 'groupmod', dockerfile: 'FROM a\nRUN groupmod --non-unique -g 0 app', lines: [2] },
  {
    name: 'over lines, under sudo',
    dockerfile: 'FROM a\nRUN true && \\\n  # same as the host\n  sudo useradd \\\n  -u 1000 -o b',
    lines: [4],
  },
  { name: 'exec form', dockerfile: 'FROM a\nRUN ["useradd", "-o", "-u", "0", "b"]', lines: [2] },
  { name: 'in a heredoc', dockerfile: 'FROM a\nRUN <<EOF\nuseradd -o -u 0 b\nEOF', lines: [3] },
  {
    name: 'a second root',
    dockerfile: 'FROM a\nRUN echo "admin:x:0:0::/root:/bin/sh" >> /etc/passwd',
    lines: [2],
  },
  {
    name: 'by tee',
    dockerfile: 'FROM a\nRUN echo "admin:x:0:0::/root:/bin/sh" | tee -a /etc/passwd',
    lines: [2],
  },
  {
    name: 'two lines with one id',
    dockerfile:
      'FROM a\nRUN echo "a:x:1000:1000::/:/bin/sh" >> /etc/passwd\nRUN echo "b:x:1000:1000::/:/bin/sh" >> /etc/passwd',
    lines: [3],
  },
  {
    name: 'two lines at once',
    dockerfile: 'FROM a\nRUN printf "a:x:7:7::/:/bin/sh\\nb:x:7:7::/:/bin/sh\\n" >> /etc/passwd',
    lines: [2],
  },
  {
    name: 'in the stage that the final one is built FROM',
    dockerfile: 'FROM a AS base\nRUN useradd -o -u 0 b\nFROM base',
    lines: [2],
  },
  { name: 'an id of its own', dockerfile: 'FROM a\nRUN useradd --uid 10001 app', lines: [] },
  {
    name: 'a group of the same number',
    dockerfile: 'FROM a\nRUN groupadd -g 10001 app && useradd -u 10001 -g app app',
    lines: [],
  },
  {
    name: 'a different option with the same beginning',
    dockerfile: 'FROM a\nRUN useradd --no-create-home -u 10001 app',
    lines: [],
  },
  {
    name: 'a comment and a home with an o',
    dockerfile: 'FROM a\nRUN useradd -c "operator -o" -d /opt/app -u 10001 app',
    lines: [],
  },
  {
    name: 'a line with a separate id',
    dockerfile: 'FROM a\nRUN echo "app:x:10001:10001::/:/sbin/nologin" >> /etc/passwd',
    lines: [],
  },
  {
    name: 'a user in the group of root',
    dockerfile: 'FROM a\nRUN echo "app:x:10001:0::/:/sbin/nologin" >> /etc/passwd',
    lines: [],
  },
  {
    name: 'users and groups are counted separately',
    dockerfile: 'FROM a\nRUN echo "app:x:7:7::/:/bin/sh" >> /etc/passwd && echo "apps:x:7:" >> /etc/group',
    lines: [],
  },
  {
    name: 'the same line again',
    dockerfile: 'FROM a\nRUN echo "root:x:0:0:root:/root:/bin/sh" > /etc/passwd',
    lines: [],
  },
  { name: 'in a build stage', dockerfile: 'FROM a AS b\nRUN useradd -o -u 0 b\nFROM c', lines: [] },
  { name: 'printed', dockerfile: 'FROM a\nRUN echo "admin:x:0:0::/root:/bin/sh"', lines: [] },
  {
    name: 'a different file',
    dockerfile: 'FROM a\nRUN echo "admin:x:0:0::/root:/bin/sh" >> /srv/users',
    lines: [],
  },
  {
    name: 'a different program with -o',
    dockerfile: 'FROM a\nRUN curl -o useradd https://a.example/x',
    lines: [],
  },
];
