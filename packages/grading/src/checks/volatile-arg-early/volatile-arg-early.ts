import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { installsDependencies } from '@dfm/dockerfile/python/dependency-step';
import type { Instruction } from '@dfm/dockerfile/syntax/model';
import { rangeInArgs } from '@dfm/dockerfile/syntax/source-range';
import { assignmentsOf } from '@dfm/dockerfile/syntax/stages';
import { unquote } from '@dfm/dockerfile/syntax/words';
import type { Check, StaticFinding } from '../../check/check.ts';
import { moveBelowInstalls } from './move-below-installs.ts';

export const volatileArgEarly: Check = {
  meta: {
    id: 'volatile-arg-early',
    title: 'Frequently changing ARG above the installs',
    axis: 'cache',
    topic: 'cache',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static'],
    also: [],
    detects:
      'An ARG for a commit, a date or a build number above a RUN that installs packages, in the same stage or one it is built FROM.',
    why: 'A RUN sees every ARG above it, so a different value is a cache miss. With a new commit id, all packages are installed again, although their list did not change.',
    fix: 'Move the ARG below the installs, to just above the LABEL or ENV that uses it.',
    bad: 'FROM python:3.11-slim-bookworm\nARG GIT_COMMIT\nRUN pip install --no-cache-dir -r requirements.txt\nLABEL revision=$GIT_COMMIT',
    good: 'FROM python:3.11-slim-bookworm\nRUN pip install --no-cache-dir -r requirements.txt\nARG GIT_COMMIT\nLABEL revision=$GIT_COMMIT',
  },
  findings,
};

const volatileName =
  /^(?:GIT_|CI_|VCS_|SOURCE_|APP_|BUILD_)?(?:COMMIT|COMMIT_(?:ID|SHA|HASH)|SHA|GIT_SHA|GIT_HASH|SHORT_SHA|REV|REVISION|REF|BRANCH|DATE|TIME|TIMESTAMP|BUILD_(?:DATE|TIME|TIMESTAMP|NUMBER|NO|NUM|ID)|NUMBER|ID)$/u;
const cacheBuster = /^CACHE_?(?:BUST(?:ER)?|DATE|BREAKER?)$/u;
/** Defaults which show that the value is set at build time. Any other default is a fixed value. */
const placeholder = /^(?:unknown|none|dev|local|latest|unset|n\/a|0|-)?$/iu;

interface Volatile {
  instruction: Instruction;
  finding: Omit<StaticFinding, 'message'>;
  name: string;
}

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found = new Map<Volatile, StaticFinding>();
  /** The first such ARG that a stage has or inherits, by stage index. */
  const firstOf: (Volatile | undefined)[] = [];
  for (const instruction of dockerfile.instructions) {
    const { stage } = instruction;
    if (stage === undefined) continue;
    if (instruction.keyword === 'FROM') {
      const { parent } = dockerfile.stages[stage]!;
      firstOf[stage] = parent === undefined ? undefined : firstOf[parent];
    } else if (instruction.keyword === 'ARG') {
      for (const { name, value, offset } of assignmentsOf(instruction, dockerfile.escape)) {
        const given = value === undefined ? dockerfile.globals.get(name) : unquote(value, dockerfile.escape);
        const changes = cacheBuster.test(name) || (volatileName.test(name) && placeholder.test(given ?? ''));
        if (changes)
          firstOf[stage] ??= {
            instruction,
            name,
            finding: rangeInArgs(instruction, offset, offset + name.length),
          };
      }
    } else {
      const cause = firstOf[stage];
      if (cause === undefined || found.has(cause) || !installsDependencies(instruction)) continue;
      found.set(cause, {
        ...cause.finding,
        message: `Each new ${cause.name} makes the install on line ${instruction.startLine} run again, because a RUN depends on every ARG above it. Move this ARG below the installs.`,
        fix: moveBelowInstalls(cause, dockerfile),
      });
    }
  }
  return [...found.values()];
}
