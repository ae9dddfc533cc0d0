import type { QuickFix } from '@dfm/contracts';
import type { Check, StaticFinding, StaticInput } from '../check.ts';
import type { Dockerfile } from '../dockerfile/model.ts';
import { baseName } from '../dockerfile/shell-commands.ts';
import type { ShellCommand } from '../dockerfile/shell-commands.ts';
import { leftoverVerdict } from '../image/leftover-verdict.ts';
import { unlayeredMounts } from '../static/mounts.ts';
import { placeOfSpan } from '../static/place.ts';
import { packageInstall } from '../static/python-install.ts';
import type { PackageInstall } from '../static/python-install.ts';
import { runSteps } from '../static/run-steps.ts';
import type { RunStep } from '../static/run-steps.ts';

export const pipCacheLeft: Check = {
  meta: {
    id: 'pip-cache-left',
    title: "pip's or uv's cache stays in a layer",
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: ['DL3042'],
    detects: 'A pip or uv install that writes its download cache into the layer.',
    why: 'The cache keeps a second copy of what was installed. Nothing reads it in a running container, and a rebuild starts without it anyway.',
    fix: 'Add --no-cache-dir (uv: --no-cache). With RUN --mount=type=cache,target=/root/.cache/pip leave the option out: the cache then stays outside the layer and speeds up rebuilds.',
    bad: 'RUN pip install -r requirements.txt',
    good: 'RUN pip install --no-cache-dir -r requirements.txt',
  },
  findings,
  measure: (input) =>
    leftoverVerdict(input, (path) => /(?:^|\/)\.cache\/(?:pip|uv)\//u.test(path), {
      none: 'No layer carries a cache of pip or uv.',
      some: (size) => `${size} of download cache of pip or uv are in the image's layers.`,
    }),
};

function findings({ dockerfile }: StaticInput): StaticFinding[] {
  return runSteps(dockerfile).flatMap((step) =>
    step.commands.flatMap((command, at) => {
      const install = packageInstall(command);
      if (install === undefined || cacheIsOff(install, command, step) || isMounted(install, step) || step.commands.slice(at + 1).some((later) => removesCache(later, install))) return [];
      const option = optionOf(install);
      return [
        {
          ...placeOfSpan(command.span),
          message: `${install.tool} keeps its download cache in this layer. Add ${option}, or mount a cache at ${cacheDirectory(install, '/root')}.`,
          fix: insertOption(command, install, option, dockerfile),
        },
      ];
    }),
  );
}

function optionOf({ tool }: PackageInstall): string {
  return tool === 'pip' ? '--no-cache-dir' : '--no-cache';
}

function cacheDirectory({ tool }: PackageInstall, home: string): string {
  return `${home}/.cache/${tool}`;
}

function cacheIsOff({ tool }: PackageInstall, { words, assignments }: ShellCommand, { variables, commands }: RunStep): boolean {
  if (words.includes(tool === 'pip' ? '--no-cache-dir' : '--no-cache') || (tool === 'uv' && words.includes('-n'))) return true;
  const name = tool === 'pip' ? 'PIP_NO_CACHE_DIR' : 'UV_NO_CACHE';
  const exported = commands.some((command) => command.words[0] === 'export' && command.words.some((word) => word.startsWith(`${name}=`)));
  const value = assignments.get(name) ?? variables.get(name);
  return exported || (value !== undefined && !/^(?:|0|false|no|off)$/iu.test(value));
}

/** Any mount that holds the cache directory of any user will do: whose home it is cannot be told from the text. */
function isMounted(install: PackageInstall, { instruction, variables }: RunStep): boolean {
  const named = variables.get(install.tool === 'pip' ? 'PIP_CACHE_DIR' : 'UV_CACHE_DIR');
  return unlayeredMounts(instruction).some((target) => target === named || target === '/root' || target.endsWith('/.cache') || target.endsWith(`/.cache/${install.tool}`));
}

function removesCache({ words }: ShellCommand, { tool }: PackageInstall): boolean {
  const name = baseName(words[0]!);
  if (name === 'rm') return words.some((word) => /\.cache(?:\/\*|\/)?$/u.test(word) || word.includes(`.cache/${tool}`));
  if (tool === 'pip') return words.includes('cache') && words.includes('purge');
  return name === 'uv' && words[1] === 'cache' && words[2] === 'clean';
}

function insertOption(command: ShellCommand, install: PackageInstall, option: string, { text }: Dockerfile): QuickFix | undefined {
  const end = command.wordEnds[install.verbAt];
  if (end === undefined) return undefined;
  const line = text.replace(/^\uFEFF/u, '').split('\n', end.line)[end.line - 1]!.replace(/\r$/u, '');
  const fixed = `${line.slice(0, end.column - 1)} ${option}${line.slice(end.column - 1)}`;
  return { title: `Add ${option}`, startLine: end.line, endLine: end.line, text: fixed };
}
