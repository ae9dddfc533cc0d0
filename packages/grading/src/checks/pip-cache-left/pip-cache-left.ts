import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { packageInstall } from '@dfm/dockerfile/python/python-install';
import type { PackageInstall } from '@dfm/dockerfile/python/python-install';
import { insertAfter } from '@dfm/dockerfile/shell/insert-words';
import { baseName, shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import type { Instruction } from '@dfm/dockerfile/syntax/model';
import { isInside, unlayeredMounts } from '@dfm/dockerfile/syntax/mounts';
import { triggerOf } from '@dfm/dockerfile/syntax/on-build';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { finalStage, walkChain } from '@dfm/dockerfile/syntax/stages';
import type { VariableValues } from '@dfm/dockerfile/syntax/variables';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { leftoverVerdict } from '../../measures/leftover-verdict.ts';

const also = { pip: ['DL3042', 'kics:pip-install-keeping-cached-packages'], uv: [] };

export const pipCacheLeft: Check = {
  meta: {
    id: 'pip-cache-left',
    title: 'pip or uv cache left in a layer',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: allRules(also),
    detects: 'A pip or uv install that writes its download cache into the layer.',
    why: 'The cache is a second copy of the installed packages. A running container does not need it, and a rebuild starts without it anyway.',
    fix: 'Add --no-cache-dir (uv: --no-cache). If you use RUN --mount=type=cache,target=/root/.cache/pip instead, do not add the option: the cache then stays outside the layer and speeds up rebuilds.',
    bad: 'RUN pip install -r requirements.txt',
    good: 'RUN pip install --no-cache-dir -r requirements.txt',
  },
  findings,
  measure: (input) =>
    leftoverVerdict(input, (path) => /(?:^|\/)\.cache\/(?:pip|uv)\//u.test(path), {
      none: 'No layer contains a cache of pip or uv.',
      some: (size) => `The layers contain ${size} of pip or uv download cache.`,
    }),
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  walkChain(dockerfile, finalStage(dockerfile), (each, { shell, variables }) => {
    const instruction = triggerOf(each, dockerfile.escape);
    const commands = shellCommands(instruction, shell);
    // Read from the end, so that it is known whether the cache is removed later.
    const removed = new Set<PackageInstall['tool']>();
    const inRun: StaticFinding[] = [];
    const exported = new Map(
      commands.flatMap(({ words }) => (words[0] === 'export' ? words.slice(1).map(assigned) : [])),
    );
    for (const command of commands.toReversed()) {
      const install = packageInstall(command);
      for (const tool of tools) if (removesCache(command, tool)) removed.add(tool);
      if (
        install === undefined ||
        removed.has(install.tool) ||
        cacheIsOff(install, command, exported, variables) ||
        isMounted(install, command, instruction, variables)
      )
        continue;
      const option = optionOf(install);
      inRun.push({
        ...rangeOfSpan(command.span),
        also: also[install.tool],
        message: `${install.tool} leaves its download cache in this layer. Add ${option}, or use a cache mount on /root/.cache/${install.tool}.`,
        fix: insertAfter(command, install.verbAt, ` ${option}`, `Add ${option}`, dockerfile),
      });
    }
    found.push(...inRun.toReversed());
  });
  return found;
}

const tools = ['pip', 'uv'] as const;

function optionOf({ tool }: PackageInstall): string {
  return tool === 'pip' ? '--no-cache-dir' : '--no-cache';
}

function cacheIsOff(
  { tool }: PackageInstall,
  { words, assignments }: ShellCommand,
  exported: ReadonlyMap<string, string>,
  variables: VariableValues,
): boolean {
  if (
    words.includes(tool === 'pip' ? '--no-cache-dir' : '--no-cache') ||
    (tool === 'uv' && words.includes('-n'))
  )
    return true;
  const name = tool === 'pip' ? 'PIP_NO_CACHE_DIR' : 'UV_NO_CACHE';
  const value = assignments.get(name) ?? exported.get(name) ?? variables.get(name);
  return value !== undefined && !/^(?:|0|false|no|off)$/iu.test(value);
}

function assigned(word: string): [name: string, value: string] {
  const [name = ''] = word.split('=', 1);
  return [name, word.slice(name.length + 1)];
}

/**
 * A mount on the cache directory of any user counts, because the text does not show whose home directory is
 * used.
 */
function isMounted(
  { tool }: PackageInstall,
  { words, assignments }: ShellCommand,
  instruction: Instruction,
  variables: VariableValues,
): boolean {
  const name = tool === 'pip' ? 'PIP_CACHE_DIR' : 'UV_CACHE_DIR';
  const at = words.findIndex((word) => word === '--cache-dir' || word.startsWith('--cache-dir='));
  const option = at < 0 ? undefined : (words[at]!.split('=')[1] ?? words[at + 1]);
  const named = option ?? assignments.get(name) ?? variables.get(name);
  return unlayeredMounts(instruction).some(
    (target) =>
      (named !== undefined && isInside(named, target)) ||
      target === '/root' ||
      target.endsWith('/.cache') ||
      target.endsWith(`/.cache/${tool}`),
  );
}

function removesCache({ words }: ShellCommand, tool: PackageInstall['tool']): boolean {
  const name = baseName(words[0]!);
  if (name === 'rm')
    return words.some((word) => /\.cache(?:\/\*|\/)?$/u.test(word) || word.includes(`.cache/${tool}`));
  if (tool === 'pip') return words.includes('cache') && words.includes('purge');
  return name === 'uv' && words[1] === 'cache' && words[2] === 'clean';
}
