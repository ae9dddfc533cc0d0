import type { FindingCase } from '../../check/finding-case.ts';

const beforeCommand = {
  hadolint: 'does not recognise a command after sudo or env, in sh -c or called by its path',
};
const anyWord = {
  checkov: 'treats the word apt anywhere as the command',
  kics: 'treats the word apt anywhere as the command',
};
const silent = (name: string, run: string, differs?: FindingCase['differs']): FindingCase => ({
  name,
  dockerfile: `FROM debian:12\n${run}`,
  lines: [],
  differs,
});
const fires = (
  name: string,
  run: string,
  fixed: string | undefined,
  differs?: FindingCase['differs'],
  line = 2,
): FindingCase => ({
  name,
  dockerfile: `FROM debian:12\n${run}`,
  lines: [line],
  fixed: fixed === undefined ? undefined : `FROM debian:12\n${fixed}`,
  differs,
});

export const cases: FindingCase[] = [
  fires('install', 'RUN apt install -y git', 'RUN apt-get install -y git'),
  fires('update', 'RUN apt update', 'RUN apt-get update'),
  fires('an option first', 'RUN apt -y install git', 'RUN apt-get -y install git'),
  fires(
    'after another command',
    'RUN apt-get update && apt install -y git',
    'RUN apt-get update && apt-get install -y git',
    { checkov: 'does not recognise the command after &&, because it removes the space before it' },
  ),
  fires(
    'on a later line',
    'RUN true \\\n  # tools\n  && apt install -y git',
    'RUN true \\\n  # tools\n  && apt-get install -y git',
    { checkov: 'does not recognise the command after &&, because it removes the space before it' },
    4,
  ),
  fires('a verb that apt-get does not have', 'RUN apt list --installed', undefined),
  fires('looking something up', 'RUN apt show git', undefined),
  fires('exec form', 'RUN ["apt", "install", "git"]', undefined, {
    checkov: 'searches for the word between spaces',
    kics: 'searches for the word at the beginning of the script',
  }),
  fires(
    'heredoc',
    'RUN <<EOF\napt update\nEOF',
    'RUN <<EOF\napt-get update\nEOF',
    { kics: 'does not read heredocs' },
    3,
  ),
  fires('after sudo', 'RUN sudo apt update', 'RUN sudo apt-get update', beforeCommand),
  fires('called by its path', 'RUN /usr/bin/apt update', 'RUN /usr/bin/apt-get update', {
    ...beforeCommand,
    checkov: 'searches for the word between spaces',
  }),
  fires(
    'with a variable in front',
    'RUN DEBIAN_FRONTEND=noninteractive apt install -y git',
    'RUN DEBIAN_FRONTEND=noninteractive apt-get install -y git',
  ),
  fires('in a condition', 'RUN if true; then apt update; fi', 'RUN if true; then apt-get update; fi'),
  fires('ONBUILD', 'ONBUILD RUN apt update', 'ONBUILD RUN apt-get update', {
    checkov: 'does not read ONBUILD',
    kics: 'does not read ONBUILD',
  }),
  fires('in a build stage', 'RUN apt update\nFROM debian:12', 'RUN apt-get update\nFROM debian:12'),
  {
    name: 'twice',
    dockerfile: 'FROM debian:12\nRUN apt update && apt install -y git',
    lines: [2, 2],
    fixed: 'FROM debian:12\nRUN apt-get update && apt install -y git',
  },
  silent('apt-get', 'RUN apt-get update && apt-get install -y git'),
  silent('apt-cache', 'RUN apt-cache policy git'),
  silent('apt-key, apt-mark', 'RUN apt-mark hold git && apt-key list'),
  silent('aptitude', 'RUN aptitude install -y git'),
  silent('a folder', 'RUN rm -rf /var/lib/apt/lists/* /etc/apt/sources.list.d/x.list'),
  silent('only printed', 'RUN echo "use apt install git"', anyWord),
  silent('a word of another command', 'RUN which apt && true', { kics: anyWord.kics }),
  silent('a package of that name', 'RUN apt-get install -y apt gnupg', anyWord),
  silent('a name with the same beginning', 'RUN apt-transport update'),
  silent('a comment', 'RUN true \\\n # apt update\n && true'),
  silent('not a RUN', 'CMD ["apt", "list"]'),
  silent('for another program', 'RUN python3 <<EOF\napt = 1\nEOF'),
];
