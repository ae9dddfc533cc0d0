import type { FindingCase } from '../../check/finding-case.ts';

const everyStage = 'reads every stage; a build stage leaves nothing in the image';
const removed = 'does not recognise that the same step removes these files';
const mount = 'does not recognise that the cache is mounted and therefore not in the layer';
const silent = (name: string, run: string, differs?: FindingCase['differs']): FindingCase => ({
  name,
  dockerfile: `FROM alpine:3.20\n${run}`,
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
  dockerfile: `FROM alpine:3.20\n${run}`,
  lines: [line],
  fixed: fixed === undefined ? undefined : `FROM alpine:3.20\n${fixed}`,
  differs,
});

export const cases: FindingCase[] = [
  fires('without the option', 'RUN apk add git', 'RUN apk add --no-cache git'),
  fires('with an update', 'RUN apk update && apk add git', 'RUN apk update && apk add --no-cache git'),
  fires('with --update', 'RUN apk add --update git', 'RUN apk add --no-cache --update git'),
  fires('an option in front', 'RUN apk -U add git', 'RUN apk -U add --no-cache git'),
  fires(
    'over lines',
    'RUN apk update \\\n # tools\n && apk add \\\n    git',
    'RUN apk update \\\n # tools\n && apk add --no-cache \\\n    git',
    undefined,
    4,
  ),
  fires(
    'removed in a later RUN',
    'RUN apk add git\nRUN rm -rf /var/cache/apk/*',
    'RUN apk add --no-cache git\nRUN rm -rf /var/cache/apk/*',
  ),
  fires(
    'removed before',
    'RUN rm -rf /var/cache/apk/* && apk add git',
    'RUN rm -rf /var/cache/apk/* && apk add --no-cache git',
  ),
  {
    name: 'two calls',
    dockerfile: 'FROM alpine:3.20\nRUN apk add git && apk add curl',
    lines: [2, 2],
    fixed: 'FROM alpine:3.20\nRUN apk add --no-cache git && apk add curl',
  },
  fires(
    'one of two calls',
    'RUN apk add --no-cache git && apk add curl',
    'RUN apk add --no-cache git && apk add --no-cache curl',
  ),
  fires('exec form', 'RUN ["apk", "add", "git"]', undefined, { kics: 'does not read the exec form' }),
  fires(
    'heredoc',
    'RUN <<EOF\napk add git\nEOF',
    'RUN <<EOF\napk add --no-cache git\nEOF',
    { kics: 'does not read heredocs' },
    3,
  ),
  fires('after sudo', 'RUN sudo apk add git', 'RUN sudo apk add --no-cache git', {
    trivy: 'does not recognise a command after sudo',
    hadolint: 'does not recognise a command after sudo or env, in sh -c or called by its path',
    kics: 'only reads the first word of a command',
  }),
  fires(
    'a mount elsewhere',
    'RUN --mount=type=cache,target=/root/.cache apk add git',
    'RUN --mount=type=cache,target=/root/.cache apk add --no-cache git',
  ),
  {
    name: 'in a stage that the final one is built FROM',
    dockerfile: 'FROM alpine:3.20 AS b\nRUN apk add curl\nFROM b',
    lines: [2],
    fixed: 'FROM alpine:3.20 AS b\nRUN apk add --no-cache curl\nFROM b',
  },
  fires('ONBUILD', 'ONBUILD RUN apk add git', 'ONBUILD RUN apk add --no-cache git', {
    trivy: 'does not read ONBUILD',
    kics: 'does not read ONBUILD',
  }),
  silent('with the option', 'RUN apk add --no-cache git'),
  silent('the option first', 'RUN apk --no-cache add git'),
  silent('the option last', 'RUN apk add git --no-cache'),
  silent('removed in the same RUN', 'RUN apk add --update git && rm -rf /var/cache/apk/*', {
    hadolint: removed,
    trivy: removed,
    kics: removed,
  }),
  silent('the index removed', 'RUN apk add git && rm -f /var/cache/apk/APKINDEX.*', {
    hadolint: removed,
    trivy: removed,
    kics: removed,
  }),
  silent('cache mount', 'RUN --mount=type=cache,target=/var/cache/apk apk add git', {
    trivy: mount,
    kics: mount,
  }),
  silent('a mount in memory', 'RUN --mount=type=tmpfs,target=/var/cache/apk apk add git', {
    trivy: mount,
    kics: mount,
  }),
  silent('a build stage that is not part of the image', 'RUN apk add git\nFROM alpine:3.20', {
    hadolint: everyStage,
    trivy: everyStage,
    kics: everyStage,
  }),
  silent('other verbs', 'RUN apk del git && apk info'),
  silent('a different package manager', 'RUN apt-get install -y git'),
  silent('only printed', 'RUN echo "apk add git"', undefined),
  silent('a comment', 'RUN true \\\n # apk add git\n && true'),
];
