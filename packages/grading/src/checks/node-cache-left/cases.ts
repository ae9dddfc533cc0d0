import type { FindingCase } from '../../check/finding-case.ts';

const otherVerb = {
  hadolint: 'recognises only yarn install; yarn alone also installs, and yarn add leaves the same cache',
};
const everyStage = {
  hadolint: 'reads every stage; a build stage leaves nothing in the image',
};
const removed = {
  hadolint: 'does not recognise that the cache is removed, mounted or in a different folder',
};
const silent = (name: string, run: string, differs?: FindingCase['differs']): FindingCase => ({
  name,
  dockerfile: `FROM node:22\n${run}`,
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
  dockerfile: `FROM node:22\n${run}`,
  lines: [line],
  fixed: fixed === undefined ? undefined : `FROM node:22\n${fixed}`,
  differs,
});

export const cases: FindingCase[] = [
  { ...fires('yarn install', 'RUN yarn install', 'RUN yarn install && yarn cache clean'), also: ['DL3060'] },
  fires(
    'with an option',
    'RUN yarn install --frozen-lockfile',
    'RUN yarn install --frozen-lockfile && yarn cache clean',
  ),
  fires('yarn alone installs', 'RUN yarn', 'RUN yarn && yarn cache clean', otherVerb),
  fires('yarn add', 'RUN yarn add sax@1.4.1', 'RUN yarn add sax@1.4.1 && yarn cache clean', otherVerb),
  fires(
    'yarn, global',
    'RUN yarn global add sax@1.4.1',
    'RUN yarn global add sax@1.4.1 && yarn cache clean',
    otherVerb,
  ),
  fires(
    'cleaned before',
    'RUN yarn cache clean && yarn install',
    'RUN yarn cache clean && yarn install && yarn cache clean',
  ),
  fires(
    'cleaned in a later RUN',
    'RUN yarn install\nRUN yarn cache clean',
    'RUN yarn install && yarn cache clean\nRUN yarn cache clean',
  ),
  fires(
    'over lines',
    'RUN yarn install \\\n  --production \\\n  && yarn build',
    'RUN yarn install \\\n  --production \\\n  && yarn build \\\n  && yarn cache clean',
  ),
  fires(
    'heredoc',
    'RUN <<EOF\nyarn install\nEOF',
    'RUN <<EOF\nyarn install\nyarn cache clean\nEOF',
    undefined,
    3,
  ),
  fires('exec form', 'RUN ["yarn", "install"]', undefined),
  {
    ...fires('npm ci', 'RUN npm ci --omit=dev', 'RUN npm ci --omit=dev && npm cache clean --force'),
    also: [],
  },
  fires(
    'npm, global',
    'RUN npm install -g pyright@1.1.389',
    'RUN npm install -g pyright@1.1.389 && npm cache clean --force',
  ),
  fires(
    'the cache of the other tool',
    'RUN yarn install && npm cache clean --force',
    'RUN yarn install && npm cache clean --force && yarn cache clean',
  ),
  fires('ONBUILD', 'ONBUILD RUN yarn install', 'ONBUILD RUN yarn install && yarn cache clean'),
  silent('cleaned', 'RUN yarn install && yarn cache clean'),
  silent('cleaned in full', 'RUN yarn install && yarn cache clean --all'),
  silent('npm, cleaned', 'RUN npm ci && npm cache clean --force'),
  silent('npm, removed', 'RUN npm ci && rm -rf ~/.npm'),
  silent('yarn, removed', 'RUN yarn install && rm -rf /usr/local/share/.cache/yarn', removed),
  silent('cache mount', 'RUN --mount=type=cache,target=/usr/local/share/.cache/yarn yarn install'),
  silent('cache mount of npm', 'RUN --mount=type=cache,target=/root/.npm npm ci'),
  silent('a mount on a parent folder', 'RUN --mount=type=cache,target=/root/.cache yarn install', removed),
  silent(
    'a custom folder, mounted',
    'RUN --mount=type=cache,target=/cache yarn install --cache-folder /cache',
    removed,
  ),
  silent('a custom folder, removed', 'RUN npm ci --cache=/tmp/npm && rm -rf /tmp/npm'),
  silent('a build stage that is not part of the image', 'RUN yarn install\nFROM node:22', everyStage),
  silent('other verbs', 'RUN yarn build && npm run build && yarn --version'),
  silent('pnpm links its store', 'RUN pnpm install'),
  silent('only printed', 'RUN echo "yarn install"'),
];
