import type { FindingCase } from '../../check/finding-case.ts';

const rm = 'rm -rf /var/lib/apt/lists/*';

const otherWays = 'recognises only one way to remove the lists: rm -rf in the same step';
const order = 'ignores the order: lists that are removed first are downloaded again';

export const cases: FindingCase[] = [
  {
    name: 'apt',
    dockerfile: 'FROM a:1\nRUN apt update && apt install -y curl',
    lines: [2],
    fixed: `FROM a:1\nRUN apt update && apt install -y curl && ${rm}`,
  },
  {
    name: 'aptitude',
    dockerfile: 'FROM a:1\nRUN aptitude update',
    lines: [2],
    fixed: `FROM a:1\nRUN aptitude update && ${rm}`,
  },
  {
    name: 'an option with a value first',
    dockerfile: 'FROM a:1\nRUN apt-get -o Acquire::Retries=3 update; apt-get install -y curl',
    lines: [2],
    fixed: `FROM a:1\nRUN apt-get -o Acquire::Retries=3 update; apt-get install -y curl && ${rm}`,
  },
  {
    name: 'after sudo',
    dockerfile: 'FROM a:1\nRUN sudo apt-get update',
    lines: [2],
    fixed: `FROM a:1\nRUN sudo apt-get update && ${rm}`,
    differs: { hadolint: 'does not recognise a command after sudo or env, in sh -c or called by its path' },
  },
  {
    name: 'in a condition',
    dockerfile: 'FROM a:1\nRUN if true; then apt-get update; fi',
    lines: [2],
    fixed: `FROM a:1\nRUN if true; then apt-get update; fi && ${rm}`,
  },
  {
    name: 'ONBUILD',
    dockerfile: 'FROM a:1\nONBUILD RUN apt-get update',
    lines: [2],
    fixed: `FROM a:1\nONBUILD RUN apt-get update && ${rm}`,
  },
  {
    name: 'a different folder is removed',
    dockerfile: 'FROM a:1\nRUN apt-get update && rm -rf /var/cache/apt/archives',
    lines: [2],
    fixed: `FROM a:1\nRUN apt-get update && rm -rf /var/cache/apt/archives && ${rm}`,
    differs: { hadolint: 'treats the removal of any apt folder as that of the lists' },
  },
  {
    name: 'updated again after the removal',
    dockerfile: `FROM a:1\nRUN apt-get update && ${rm} && apt-get update`,
    lines: [2],
    fixed: `FROM a:1\nRUN apt-get update && ${rm} && apt-get update && ${rm}`,
    differs: { hadolint: order },
  },
  {
    name: 'the entire state of apt removed',
    dockerfile: 'FROM a:1\nRUN apt-get update && rm -rf /var/lib/apt',
    lines: [],
  },
  {
    name: 'several folders in braces',
    dockerfile: 'FROM a:1\nRUN apt-get update && rm -rf /var/lib/{apt,dpkg/info}/lists',
    lines: [],
  },
  {
    name: 'a pattern in the folder',
    dockerfile: 'FROM a:1\nRUN apt-get update && rm -f /var/lib/apt/lists/*_*',
    lines: [],
    differs: { hadolint: otherWays },
  },
  {
    name: 'removed by apt',
    dockerfile: 'FROM a:1\nRUN apt-get update && apt-get distclean',
    lines: [],
    differs: { hadolint: otherWays },
  },
  {
    name: 'a mount in memory',
    dockerfile: 'FROM a:1\nRUN --mount=type=tmpfs,target=/var/lib/apt/lists apt-get update',
    lines: [],
  },
  {
    name: 'heredoc, removed',
    dockerfile: `FROM a:1\nRUN <<EOF\nset -e\napt-get update\napt-get install -y curl\n${rm}\nEOF`,
    lines: [],
  },
  { name: 'only printed by cat', dockerfile: 'FROM a:1\nRUN cat <<EOF\napt-get update\nEOF', lines: [] },
  { name: 'a different package manager', dockerfile: 'FROM a:1\nRUN apk update', lines: [] },
  {
    name: 'lists kept',
    dockerfile: 'FROM a\nRUN apt-get update && apt-get install -y curl',
    lines: [2],
    fixed: `FROM a\nRUN apt-get update && apt-get install -y curl && ${rm}`,
  },
  {
    name: 'over several lines',
    dockerfile: 'FROM a\nRUN apt-get update \\\n  && apt-get install -y curl\n',
    lines: [2],
    fixed: `FROM a\nRUN apt-get update \\\n  && apt-get install -y curl \\\n  && ${rm}\n`,
  },
  {
    name: 'a later line of the RUN',
    dockerfile: 'FROM a\nRUN echo x \\\n # note\n && apt-get -q update',
    lines: [4],
    fixed: `FROM a\nRUN echo x \\\n # note\n && apt-get -q update \\\n && ${rm}`,
  },
  {
    name: 'heredoc',
    dockerfile: 'FROM a\nRUN <<EOF\napt-get update\nEOF',
    lines: [3],
    fixed: `FROM a\nRUN <<EOF\napt-get update\n${rm}\nEOF`,
  },
  {
    name: 'in sh -c',
    dockerfile: 'FROM a\nRUN ["sh", "-c", "apt-get update"]',
    lines: [2],
    differs: { hadolint: 'does not recognise a command after sudo or env, in sh -c or called by its path' },
  },
  {
    name: 'removed only before the update',
    dockerfile: `FROM a\nRUN ${rm} && apt-get update`,
    lines: [2],
    fixed: `FROM a\nRUN ${rm} && apt-get update && ${rm}`,
    differs: { hadolint: order },
  },
  {
    name: 'removed in a later RUN',
    dockerfile: `FROM a\nRUN apt-get update\nRUN ${rm}`,
    lines: [2],
    fixed: `FROM a\nRUN apt-get update && ${rm}\nRUN ${rm}`,
  },
  {
    name: 'apt-get clean leaves the lists',
    dockerfile: 'FROM a\nRUN apt-get update && apt-get clean',
    lines: [2],
    fixed: `FROM a\nRUN apt-get update && apt-get clean && ${rm}`,
  },
  {
    name: 'in a stage that the final one is built FROM',
    dockerfile: 'FROM a AS base\nRUN apt-get update\nFROM base',
    lines: [2],
    fixed: `FROM a AS base\nRUN apt-get update && ${rm}\nFROM base`,
  },
  {
    name: 'cannot append after a dangling escape',
    dockerfile: 'FROM a\nRUN apt-get update \\\n',
    lines: [2],
  },
  {
    name: 'cannot append after an escape at the very end',
    dockerfile: 'FROM a\nRUN apt-get update \\',
    lines: [2],
    differs: { hadolint: 'does not read a step that is cut off by the end of the file' },
  },
  { name: 'removed in the same RUN', dockerfile: `FROM a\nRUN apt-get update && ${rm}`, lines: [] },
  {
    name: 'removed without the glob',
    dockerfile: 'FROM a\nRUN apt-get update && rm -r /var/lib/apt/lists',
    lines: [],
    differs: { hadolint: otherWays },
  },
  {
    name: 'removed by find',
    dockerfile: 'FROM a\nRUN apt-get update && find /var/lib/apt/lists -type f -delete',
    lines: [],
    differs: { hadolint: otherWays },
  },
  {
    name: 'cache mount',
    dockerfile: 'FROM a\nRUN --mount=type=cache,target=/var/lib/apt,sharing=locked apt-get update',
    lines: [],
    differs: { hadolint: 'recognises only a mount on /var/lib/apt/lists' },
  },
  {
    name: 'a cache mount elsewhere',
    dockerfile: 'FROM a\nRUN --mount=type=cache,target=/var/cache/apt apt-get update',
    lines: [2],
    fixed: `FROM a\nRUN --mount=type=cache,target=/var/cache/apt apt-get update && ${rm}`,
  },
  {
    name: 'a build stage that is not part of the image',
    dockerfile: 'FROM a AS b\nRUN apt-get update\nFROM a',
    lines: [],
  },
  { name: 'only printed', dockerfile: 'FROM a\nRUN echo "apt-get update"', lines: [] },
  {
    name: 'install without update',
    dockerfile: 'FROM a\nRUN apt-get install -y update',
    lines: [],
    differs: { hadolint: 'treats a package with that name as the verb' },
  },
  { name: 'a heredoc for Python', dockerfile: 'FROM a\nRUN python3 <<EOF\napt-get update\nEOF', lines: [] },
  {
    name: 'packages kept, only the lists mounted',
    dockerfile:
      'FROM a:1\nRUN rm -f /etc/apt/apt.conf.d/docker-clean\nRUN --mount=type=cache,target=/var/lib/apt \\\n  apt-get update && apt-get install -y curl',
    lines: [4],
  },
  {
    name: 'packages kept, both mounted',
    dockerfile:
      'FROM a:1\nRUN rm -f /etc/apt/apt.conf.d/docker-clean\nRUN --mount=type=cache,target=/var/lib/apt/lists --mount=type=cache,target=/var/cache/apt apt-get update && apt-get install -y curl',
    lines: [],
  },
  {
    name: 'packages kept, then cleaned',
    dockerfile:
      'FROM a:1\nRUN rm -f /etc/apt/apt.conf.d/docker-clean\nRUN --mount=type=cache,target=/var/lib/apt/lists apt-get update && apt-get install -y curl && apt-get clean',
    lines: [],
  },
  {
    name: 'packages removed by the image itself, the lists mounted',
    dockerfile:
      'FROM a:1\nRUN --mount=type=cache,target=/var/lib/apt/lists apt-get update && apt-get install -y curl',
    lines: [],
  },
];
