import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { nextWord } from '@dfm/dockerfile/python/python-install';
import { appendCommand } from '@dfm/dockerfile/shell/append-command';
import { removes } from '@dfm/dockerfile/shell/removed-paths';
import { runSteps } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { isInside, unlayeredMounts } from '@dfm/dockerfile/syntax/mounts';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { leftoverVerdict } from '../../measures/leftover-verdict.ts';

const also = { yarn: ['DL3060'], npm: [] };

export const nodeCacheLeft: Check = {
  meta: {
    id: 'node-cache-left',
    title: 'npm or yarn cache left in a layer',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 4,
    needs: ['static', 'image'],
    also: allRules(also),
    detects: 'An npm or yarn install in the final image that leaves its download cache in the layer.',
    why: 'The cache contains every package a second time, as the downloaded archive. A running container does not need it, and a rebuild starts without it anyway.',
    fix: 'End the same RUN with npm cache clean --force or yarn cache clean, or use a cache mount on /root/.npm or on the cache folder of yarn. Even better, install in a build stage and copy node_modules.',
    bad: 'RUN yarn install --frozen-lockfile',
    good: 'RUN yarn install --frozen-lockfile && yarn cache clean',
  },
  findings,
  measure: (input) =>
    leftoverVerdict(
      input,
      (path) => /(?:^|\/)(?:\.npm\/_cacache|\.cache\/yarn|\.yarn\/berry\/cache)\//u.test(path),
      {
        none: 'No layer contains a cache of npm or yarn.',
        some: (size) => `The layers contain ${size} of npm or yarn download cache.`,
      },
    ),
};

const tools = {
  npm: { cleaning: 'npm cache clean --force', caches: ['/root/.npm'], mounted: /\/\.npm(?:\/_cacache)?$/u },
  yarn: {
    cleaning: 'yarn cache clean',
    caches: [
      '/usr/local/share/.cache',
      '/usr/local/share/.cache/yarn',
      '/root/.cache/yarn',
      '/root/.yarn/berry/cache',
    ],
    mounted: /\/(?:\.cache|\.cache\/yarn(?:\/v6)?|\.yarn(?:\/berry(?:\/cache)?)?)$/u,
  },
} as const;

type Tool = keyof typeof tools;

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return runSteps(dockerfile).flatMap(({ instruction, commands }) => {
    const mounts = unlayeredMounts(instruction);
    return (['npm', 'yarn'] as const).flatMap((tool) => {
      const { cleaning, caches, mounted } = tools[tool];
      const last = commands.findLastIndex((command) => downloads(command, tool));
      if (last < 0 || commands.slice(last + 1).some((command) => cleans(command, tool))) return [];
      // With a custom cache folder, it is enough if that folder is mounted or removed.
      const own = cacheFolder(commands[last]!);
      if (
        mounts.some(
          (target) =>
            mounted.test(target) ||
            caches.some((cache) => isInside(cache, target)) ||
            (own !== undefined && isInside(own, target)),
        )
      )
        return [];
      if (own !== undefined && commands.slice(last + 1).some((command) => removes(command, own))) return [];
      return [
        {
          ...rangeOfSpan(commands[last]!.span),
          also: also[tool],
          message: `${tool} leaves its download cache in this layer. End the same RUN with "${cleaning}", or use a cache mount.`,
          fix: appendCommand(instruction, cleaning, `Add ${cleaning}`, dockerfile),
        },
      ];
    });
  });
}

function downloads({ words }: ShellCommand, tool: Tool): boolean {
  const name = baseName(words[0]!);
  if (name !== tool && !(tool === 'yarn' && name === 'yarnpkg')) return false;
  const first = nextWord(words, 1);
  const verb = words[first] === 'global' ? words[first + 1] : words[first];
  if (tool === 'npm') return /^(?:install|i|ci|add|clean-install|update|install-test)$/u.test(verb ?? '');
  // Plain `yarn` installs.
  return verb === undefined
    ? !words.some((word) => /^--(?:version|help)$|^-[vh]$/u.test(word))
    : /^(?:install|add|upgrade|up)$/u.test(verb) || (verb === 'workspaces' && words[first + 1] === 'focus');
}

function cacheFolder({ words, assignments }: ShellCommand): string | undefined {
  const at = words.findIndex((word) => /^--cache(?:-folder)?(?:=|$)/u.test(word));
  const given =
    at < 0
      ? (assignments.get('npm_config_cache') ?? assignments.get('YARN_CACHE_FOLDER'))
      : words[at]!.includes('=')
        ? words[at]!.slice(words[at]!.indexOf('=') + 1)
        : words[at + 1];
  return given?.startsWith('/') === true ? given : undefined;
}

function cleans(command: ShellCommand, tool: Tool): boolean {
  const { words } = command;
  const name = baseName(words[0]!);
  if (name === tool || (tool === 'yarn' && name === 'yarnpkg')) {
    const at = words.indexOf('cache');
    return at > 0 && /^(?:clean|clear|rm)$/u.test(words[nextWord(words, at + 1)] ?? '');
  }
  return tools[tool].caches.some((cache) => removes(command, cache));
}
