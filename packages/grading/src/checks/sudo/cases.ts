import type { FindingCase } from '../../check/finding-case.ts';

const beginsWith = 'only checks whether the RUN, or a part of it after &&, begins with the letters sudo';
const shellFormOnly = 'reads the shell form only';
const betweenSpaces = 'searches for the word between spaces anywhere in the RUN, whether called or not';
const notOnbuild = 'does not read ONBUILD';
const noPath = 'compares the name of a program including its path';

export const cases: FindingCase[] = [
  { name: 'first command', dockerfile: 'FROM a\nRUN sudo apt-get update', lines: [2] },
  {
    name: 'later in a list',
    dockerfile: 'FROM a\nRUN apt-get update && sudo apt-get install -y curl',
    lines: [2],
  },
  {
    name: 'after a semicolon',
    dockerfile: 'FROM a\nRUN cd /srv; sudo make install',
    lines: [2],
    differs: { kics: beginsWith, trivy: beginsWith },
  },
  {
    name: 'exec form',
    dockerfile: 'FROM a\nRUN ["sudo", "apt-get", "update"]',
    lines: [2],
    differs: { checkov: betweenSpaces, trivy: shellFormOnly },
  },
  { name: 'with options and a user', dockerfile: 'FROM a\nRUN sudo -E -u app pip install x', lines: [2] },
  {
    name: 'on a continuation line',
    dockerfile: 'FROM a\nRUN echo x \\\n # a note\n && sudo chown app /srv',
    lines: [4],
  },
  {
    name: 'at the end of a pipe',
    dockerfile: 'FROM a\nRUN echo "deb x" | sudo tee /etc/apt/sources.list',
    lines: [2],
    differs: { kics: beginsWith, trivy: beginsWith },
  },
  {
    name: 'in a heredoc',
    dockerfile: 'FROM a\nRUN <<EOF\nset -e\nsudo ldconfig\nEOF',
    lines: [4],
    differs: { kics: beginsWith, trivy: beginsWith },
  },
  { name: 'in a build stage', dockerfile: 'FROM a AS build\nRUN sudo make\nFROM b', lines: [2] },
  { name: 'lower case', dockerfile: 'from a\nrun sudo ldconfig', lines: [2] },
  {
    name: 'ONBUILD',
    dockerfile: 'FROM a\nONBUILD RUN sudo ldconfig',
    lines: [2],
    differs: { checkov: notOnbuild, kics: notOnbuild, trivy: notOnbuild },
  },
  {
    name: 'called by its path',
    dockerfile: 'FROM a\nRUN /usr/bin/sudo ldconfig',
    lines: [2],
    differs: { checkov: betweenSpaces, hadolint: noPath, kics: beginsWith, trivy: beginsWith },
  },
  {
    name: 'a shell under sudo is one call',
    dockerfile: "FROM a\nRUN sudo sh -c 'apt-get update && apt-get install -y curl'",
    lines: [2],
  },
  {
    name: 'two calls',
    dockerfile: 'FROM a\nRUN sudo apt-get update && \\\n    sudo apt-get install -y curl',
    lines: [2, 3],
  },
  {
    name: 'in a condition',
    dockerfile: 'FROM a\nRUN if [ -f x ]; then sudo rm x; fi',
    lines: [2],
    differs: { kics: beginsWith, trivy: beginsWith },
  },
  { name: 'the package is installed', dockerfile: 'FROM a\nRUN apt-get install -y sudo', lines: [] },
  {
    name: 'the package among others',
    dockerfile: 'FROM a\nRUN apt-get install -y sudo curl',
    lines: [],
    differs: { checkov: betweenSpaces },
  },
  {
    name: 'printed',
    dockerfile: 'FROM a\nRUN echo "use sudo here"',
    lines: [],
    differs: { checkov: betweenSpaces },
  },
  { name: 'its configuration', dockerfile: 'FROM a\nRUN chmod 440 /etc/sudoers.d/app', lines: [] },
  {
    name: 'a group',
    dockerfile: 'FROM a\nRUN usermod -aG sudo app',
    lines: [],
    differs: { checkov: betweenSpaces },
  },
  {
    name: 'a different program with the same beginning',
    dockerfile: 'FROM a\nRUN sudoku --solve',
    lines: [],
    differs: { kics: beginsWith, trivy: beginsWith },
  },
  { name: 'gosu', dockerfile: 'FROM a\nRUN gosu app true', lines: [] },
  { name: 'su', dockerfile: 'FROM a\nRUN su -c "make test" app', lines: [] },
  {
    name: 'in a comment between the lines',
    dockerfile: 'FROM a\nRUN true \\\n # sudo would not help\n && make',
    lines: [],
  },
  { name: 'a heredoc for Python', dockerfile: 'FROM a\nRUN python3 <<EOF\nsudo = 1\nEOF', lines: [] },
  { name: 'an environment variable', dockerfile: 'FROM a\nENV SUDO_USER=app', lines: [] },
  { name: 'searched for', dockerfile: 'FROM a\nRUN ! command -v sudo-rs', lines: [] },
];
