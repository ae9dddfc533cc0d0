import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import type { Instruction } from '@dfm/dockerfile/syntax/model';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';

const also = {
  CMD: ['DL4003', 'MultipleInstructionsDisallowed', 'DS-0016', 'kics:multiple-cmd-instructions-listed'],
  ENTRYPOINT: [
    'DL4004',
    'MultipleInstructionsDisallowed',
    'DS-0007',
    'kics:multiple-entrypoint-instructions-listed',
  ],
};

export const multipleCmd: Check = {
  meta: {
    id: 'multiple-cmd',
    title: 'Several CMD or ENTRYPOINT in one stage',
    axis: 'runtime',
    topic: 'runtime',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static'],
    also: allRules(also),
    detects: 'A CMD or ENTRYPOINT that a later one of the same stage replaces.',
    why: 'An image has one start command. The earlier lines have no effect, but readers may assume that both programs run.',
    fix: 'Keep the last one and remove the others. For two programs, use two containers, or a script that starts both.',
    bad: 'CMD ["python", "worker.py"]\nCMD ["uvicorn", "app:app"]',
    good: 'CMD ["uvicorn", "app:app"]',
  },
  findings,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  for (const { instructions } of dockerfile.stages) {
    const last = new Map<string, Instruction>();
    for (const instruction of instructions)
      if (factsOf(instruction.keyword).setsStartCommand) last.set(instruction.keyword, instruction);
    for (const instruction of instructions) {
      const winner = last.get(instruction.keyword);
      if (winner === undefined || winner === instruction) continue;
      const { startLine, endLine, keyword } = instruction;
      found.push({
        ...rangeOf(instruction),
        also: keyword === 'CMD' ? also.CMD : also.ENTRYPOINT,
        message: `The ${keyword} on line ${winner.startLine} replaces this one, because only the last ${keyword} of a stage counts. Remove this line.`,
        fix: { title: `Remove this ${keyword}`, startLine, endLine, text: '' },
      });
    }
  }
  return found;
}
