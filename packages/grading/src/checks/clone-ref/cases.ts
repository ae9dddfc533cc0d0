import type { FindingCase } from '../../check/finding-case.ts';

const address = 'https://git.example/team/tool.git';
const silent = (name: string, run: string): FindingCase => ({
  name,
  dockerfile: `FROM base:1\n${run}`,
  lines: [],
});
const fires = (name: string, run: string, line = 2): FindingCase => ({
  name,
  dockerfile: `FROM base:1\n${run}`,
  lines: [line],
});

export const cases: FindingCase[] = [
  fires('a clone', `RUN git clone ${address}`),
  fires('a shallow clone', `RUN git clone --depth 1 ${address} /opt/tool`),
  fires('a branch', `RUN git clone --branch main ${address}`),
  fires('a branch with -b', `RUN git clone -b develop ${address}`),
  fires('a branch of releases', `RUN git clone -b release/2.x ${address}`),
  fires('by ssh', 'RUN git clone git@git.example:team/tool.git'),
  fires('options of git before the verb', `RUN git -c http.sslVerify=true clone ${address}`),
  fires('over lines', `RUN apt-get update \\\n # tool\n && git clone \\\n   ${address}`, 4),
  fires('a checkout of the same branch', `RUN git clone ${address} tool && cd tool && git checkout main`),
  fires('checked out in a later RUN', `RUN git clone ${address} tool\nRUN cd tool && git checkout v1.4.0`),
  fires('exec form', `RUN ["git", "clone", "${address}"]`),
  fires('heredoc', `RUN <<EOF\ngit clone ${address}\nEOF`, 3),
  fires('ONBUILD', `ONBUILD RUN git clone ${address}`),
  fires('ADD of a repository', `ADD ${address} /opt/tool`),
  {
    name: 'two clones',
    dockerfile: `FROM base:1\nRUN git clone ${address} a && git clone ${address} b`,
    lines: [2, 2],
  },
  silent('a tag', `RUN git clone --branch v1.4.0 --depth 1 ${address}`),
  silent('a tag after an equals sign', `RUN git clone --branch=v1.4.0 ${address}`),
  silent('a tag in a variable', `ARG TOOL_VERSION=v1.4.0\nRUN git clone -b "\${TOOL_VERSION}" ${address}`),
  silent('a revision', `RUN git clone --revision=0a1b2c3d4e5f ${address}`),
  silent('a checkout of a commit', `RUN git clone ${address} tool && cd tool && git checkout 0a1b2c3`),
  silent('a checkout with git -C', `RUN git clone ${address} tool && git -C tool checkout --detach v1.4.0`),
  silent('a reset', `RUN git clone ${address} tool \\\n && cd tool \\\n && git reset --hard 0a1b2c3`),
  silent(
    'a commit is fetched',
    `RUN git clone --depth 1 ${address} tool && cd tool && git fetch --depth 1 origin 0a1b2c3 && git checkout FETCH_HEAD`,
  ),
  silent('a local path', 'RUN git clone /srv/repository tool && git clone ./a b'),
  silent('not a clone', 'RUN git init && git config --global user.name x && git submodule update --init'),
  silent('ADD with a commit', `ADD ${address}#0a1b2c3 /opt/tool`),
  silent('ADD with a tag', `ADD ${address}?tag=v1.4.0 /opt/tool`),
  silent('ADD of a file', 'ADD https://files.example/tool-1.4.0.tar.gz /opt/'),
  silent('only printed', `RUN echo "git clone ${address}"`),
];
