import type { FindingCase } from '../../check/finding-case.ts';

const npmAlone = 'has this rule only for npm install; these download from the same registry';
const moves = 'accepts a tag such as latest, or a branch, as a version; both move';
const file = 'treats a file or folder as a package';
const ranges = 'accepts a range of versions';
const silent = (name: string, run: string, differs?: FindingCase['differs']): FindingCase => ({
  name,
  dockerfile: `FROM base:1\n${run}`,
  lines: [],
  differs,
});
const fires = (name: string, run: string, differs?: FindingCase['differs'], line = 2): FindingCase => ({
  name,
  dockerfile: `FROM base:1\n${run}`,
  lines: [line],
  differs,
});

export const cases: FindingCase[] = [
  {
    ...fires('npm', 'RUN npm install pyright'),
    also: ['DL3016', 'kics:npm-install-command-without-pinned-version'],
  },
  fires('npm, global', 'RUN npm install -g pyright'),
  fires('npm, a scope', 'RUN npm install @team/tool'),
  fires('npm, one of two, over lines', 'RUN npm install \\\n  eslint@9.1.0 \\\n  pyright'),
  fires('npm i', 'RUN npm i -g pyright', { hadolint: npmAlone }),
  fires('npm, a tag that moves', 'RUN npm install pyright@latest', { hadolint: moves, kics: moves }),
  fires('npm, a Git address', 'RUN npm install git+https://git.example/team/tool.git', {
    kics: 'accepts any Git URL',
  }),
  fires('npm, exec form', 'RUN ["npm", "install", "pyright"]', {
    kics: 'also treats every install in exec form as one by gem',
  }),
  fires('npm, heredoc', 'RUN <<EOF\nnpm install pyright\nEOF', { kics: 'does not read heredocs' }, 3),
  { ...fires('yarn', 'RUN yarn add pyright'), also: [] },
  fires('yarn, global', 'RUN yarn global add pyright'),
  { ...fires('gem', 'RUN gem install bundler'), also: ['DL3028', 'kics:gem-install-without-version'] },
  fires('gem, one of two', 'RUN gem install bundler:2.5.23 rake'),
  fires('gem, a switch in front', 'RUN gem install --no-document bundler', {
    hadolint: 'treats the name after --no-document as its value',
  }),
  { ...fires('go', 'RUN go install example.org/tool'), also: ['DL3062'] },
  fires('go, latest', 'RUN go install example.org/cmd/tool@latest'),
  fires('go, a branch', 'RUN go install example.org/cmd/tool@master', { hadolint: moves }),
  fires('go get', 'RUN go get -u example.org/tool'),
  fires('cargo', 'RUN cargo install ripgrep'),
  fires('cargo from Git', 'RUN cargo install --git https://git.example/team/tool'),
  fires('conda', 'RUN conda install -y -c conda-forge faiss-cpu'),
  fires('after sudo', 'RUN sudo npm install -g pyright', {
    hadolint: 'does not recognise a command after sudo or env, in sh -c or called by its path',
  }),
  fires('ONBUILD', 'ONBUILD RUN npm install pyright', { kics: 'does not read ONBUILD' }),
  silent('npm, a version', 'RUN npm install -g pyright@1.1.389'),
  silent('npm, a scope with a version', 'RUN npm install @team/tool@1.2.3'),
  { ...fires('npm, a range', 'RUN npm install "pyright@^1.1.0"'), also: [] },
  fires('npm, a range of a scope', 'RUN npm install "@team/tool@~1.2.3"'),
  fires('npm, a part of a version', 'RUN npm install pyright@1.1'),
  fires('npm, x instead of a number', 'RUN npm install pyright@1.1.x'),
  fires('npm, a union', 'RUN npm install "pyright@1.1.0 || 1.1.2"'),
  fires('npm, an alias of a range', 'RUN npm install "types@npm:pyright@>=1.1.0"'),
  silent('npm, an alias of a version', 'RUN npm install types@npm:pyright@1.1.389'),
  silent('npm, a version before a release', 'RUN npm install pyright@1.2.0-x.1'),
  fires('gem, a range', 'RUN gem install bundler -v "~> 2.5"', { hadolint: ranges, kics: ranges }),
  fires('gem, a range after a colon', 'RUN gem install "bundler:~>2.5"'),
  fires('go, a part of a version', 'RUN go install example.org/cmd/tool@v1'),
  fires('go, a range', 'RUN go install "example.org/cmd/tool@<v2"'),
  fires('cargo, a range', 'RUN cargo install ripgrep --version "^14"'),
  fires('cargo, a range after the name', 'RUN cargo install ripgrep@~14.1'),
  fires('conda, a range', 'RUN conda install -y "numpy<2"'),
  fires('conda, a star', 'RUN conda install -y "numpy=1.*"'),
  fires('conda, a union', 'RUN conda install -y "numpy=1.26.4|2.0.0"'),
  silent('conda, a version of any build', 'RUN conda install -y "pytorch=2.5.1=*cuda*" numpy==1.26.4'),
  silent('npm, a version from a variable', 'ARG V=1.1.389\nRUN npm install pyright@$V'),
  silent('npm, what package.json says', 'RUN npm install --omit=dev && npm ci'),
  silent('npm, a folder', 'RUN npm install ./tool', { kics: file }),
  silent('npm, the own folder', 'RUN npm install .', { kics: file, hadolint: file }),
  silent('npm, an archive', 'RUN npm install ./tool-1.0.0.tgz', { kics: file }),
  silent('npm, a commit', 'RUN npm install git+https://git.example/team/tool.git#0a1b2c3'),
  silent(
    'npm, values of options',
    'RUN npm install --prefix /opt --registry https://npm.example pyright@1.1.389',
    { kics: 'treats the value of an option as a package' },
  ),
  silent('npm, another verb', 'RUN npm run install'),
  silent('yarn install', 'RUN yarn install --frozen-lockfile'),
  silent('gem, a version after a colon', 'RUN gem install bundler:2.5.23'),
  silent('gem, an option', 'RUN gem install bundler -v 2.5.23'),
  silent('gem, an option with an equals sign', 'RUN gem install bundler --version=2.5.23', {
    kics: 'recognises only -v',
  }),
  silent('gem, a file', 'RUN gem install ./tool.gem', { hadolint: file }),
  silent('go, a version', 'RUN go install example.org/cmd/tool@v1.2.3'),
  silent('go, the own module', 'RUN go install ./... && go build . && go run ./cmd/tool'),
  silent('go, a file', 'RUN go run main.go', { hadolint: 'treats a file as a module' }),
  silent('go, flags with values', 'RUN go install -ldflags "-s -w" example.org/cmd/tool@v1.2.3'),
  silent('cargo, a version', 'RUN cargo install ripgrep --version 14.1.1 && cargo install fd-find@10.2.0'),
  silent('cargo, the own crate', 'RUN cargo install --path .'),
  silent('conda, a version', 'RUN conda install -y -n base -c conda-forge faiss-cpu=1.9.0'),
  silent('conda, a file', 'RUN conda create -n app --file conda-lock.txt'),
  silent('only printed', 'RUN echo "npm install pyright"', {
    kics: 'treats the text of a string as a command',
  }),
  fires('go, a tool of the own module', 'RUN go get -tool tools/lint'),
  fires('go, a short name with a version that moves', 'RUN go install lint@latest'),
  silent(
    'gem, the value of an option it passes on',
    'RUN gem install nokogiri:1.16.0 --use-system-libraries true',
    { kics: 'treats the value of an option as a package' },
  ),
];
