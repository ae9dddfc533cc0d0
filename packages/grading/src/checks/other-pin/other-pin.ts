import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { everyRunStep } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { listed } from '../../verdict/wording.ts';
import { unpinnedTools } from './unpinned-tools.ts';

const also = {
  npm: ['DL3016', 'kics:npm-install-command-without-pinned-version'],
  gem: ['DL3028', 'kics:gem-install-without-version'],
  go: ['DL3062'],
};

export const otherPin: Check = {
  meta: {
    id: 'other-pin',
    title: 'Package of another language without a pinned version',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'info',
    defaultPoints: 3,
    needs: ['static'],
    also: allRules(also),
    detects:
      'A package that npm, yarn, pnpm, bun, gem, go, cargo or conda installs without a version, with a range of versions, or with a tag that moves, such as latest.',
    why: 'The same Dockerfile then installs whatever was released last, and a rebuild may install a different version than the one you tested.',
    fix: 'Add the version: name@1.2.3 for npm, yarn, pnpm, bun, go and cargo, name:1.2.3 for gem, name=1.2.3 for conda. A lock file (npm ci, conda-lock) also pins their dependencies.',
    bad: 'RUN npm install --global pyright',
    good: 'RUN npm install --global pyright@1.1.389',
  },
  findings,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  return everyRunStep(dockerfile).flatMap(({ commands }) =>
    commands.flatMap((command) => {
      const open = unpinnedTools(command);
      if (open === undefined) return [];
      const { names, form } = open;
      const [first] = names;
      const remedy = first!.includes('://')
        ? 'Name a tag or a commit.'
        : `Write ${first!.replace(/(?!^)(?:@|[:=<>~!]).*$/u, '')}${form}.`;
      return [
        {
          ...rangeOfSpan(command.span),
          also: names.every(isRange) ? [] : rulesOf(baseName(command.words[0]!)),
          message: `${listed(names)} ${names.length === 1 ? 'has' : 'have'} no pinned version, so a rebuild may install a different one. ${remedy}`,
        },
      ];
    }),
  );
}

/** The rules of other tools accept a range as a version. */
function isRange(name: string): boolean {
  return !name.includes('://') && /(?!^)(?:@(?:[\^~<>=]|v?\d)|[:=<>~!])/u.test(name);
}

function rulesOf(manager: string): string[] {
  return manager === 'npm' || manager === 'gem' || manager === 'go' ? also[manager] : [];
}
