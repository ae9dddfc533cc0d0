import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { nextWord } from '@dfm/dockerfile/python/python-install';
import { appendCommand } from '@dfm/dockerfile/shell/append-command';
import { runSteps } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { unlayeredMounts } from '@dfm/dockerfile/syntax/mounts';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { leftoverVerdict } from '../../measures/leftover-verdict.ts';

export const condaCacheLeft: Check = {
  meta: {
    id: 'conda-cache-left',
    title: 'conda downloads left in a layer',
    axis: 'size',
    topic: 'size',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: [],
    detects: 'conda, mamba or micromamba installs packages without conda clean in the same RUN.',
    why: 'conda keeps the archives that it downloads in its pkgs folder, next to the unpacked packages, and also the lists of the channels. A running container does not need them.',
    fix: 'End the same RUN with conda clean -afy (micromamba clean --all --yes), or mount a cache on the pkgs folder.',
    bad: 'RUN conda install -y numpy=1.26',
    good: 'RUN conda install -y numpy=1.26 && conda clean -afy',
  },
  findings,
  // Unpacked packages are hard links to the installed files and take no space. Archives and channel lists do.
  measure: (input) =>
    leftoverVerdict(
      input,
      (path) => /(?:^|\/)pkgs\/(?:[^/]+\.(?:conda|tar\.bz2)|cache\/[^/]+\.json(?:\.zst)?)$/u.test(path),
      {
        none: 'No layer contains conda downloads.',
        some: (size) => `The layers contain ${size} of archives and lists that conda downloaded.`,
      },
    ),
};

const tools = new Set(['conda', 'mamba', 'micromamba']);

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return runSteps(dockerfile).flatMap(({ instruction, commands }) => {
    const last = commands.findLastIndex(downloads);
    if (last < 0 || commands.slice(last + 1).some(cleansCache)) return [];
    if (
      unlayeredMounts(instruction).some((target) =>
        /\/(?:pkgs|\.conda|\.mamba|conda|miniconda3?|micromamba|mambaforge|miniforge3?)$/u.test(target),
      )
    )
      return [];
    const { words, span } = commands[last]!;
    const name = baseName(words[0]!);
    const cleaning = name === 'conda' ? 'conda clean -afy' : `${name} clean --all --yes`;
    return [
      {
        ...rangeOfSpan(span),
        message: `${name} leaves the archives that it downloads in this layer. End the same RUN with "${cleaning}".`,
        fix: appendCommand(instruction, cleaning, `Add ${cleaning}`, dockerfile),
      },
    ];
  });
}

function downloads({ words }: ShellCommand): boolean {
  if (!tools.has(baseName(words[0]!))) return false;
  const first = nextWord(words, 1);
  const verb = words[first] === 'env' ? words[nextWord(words, first + 1)] : words[first];
  return (
    /^(?:install|create|update|upgrade)$/u.test(verb ?? '') &&
    !words.includes('--dry-run') &&
    !words.includes('--download-only')
  );
}

/** With any of the three tools, because they share a cache, or with rm of the pkgs folder. */
function cleansCache({ words }: ShellCommand): boolean {
  const name = baseName(words[0]!);
  if (name === 'rm') return words.some((word) => /\/pkgs(?:\/\*?)?$/u.test(word) || /\/pkgs\/\*/u.test(word));
  if (!tools.has(name) || words[nextWord(words, 1)] !== 'clean') return false;
  return words.some((word) => word === '--all' || word === '--tarballs' || /^-[a-z]*[at]/u.test(word));
}
