import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import { parseDockerfile } from '@dfm/dockerfile/syntax/parse';
import { walkStages } from '@dfm/dockerfile/syntax/stages';
import { instructionKind, type InstructionKind } from './instruction-kind.ts';

/** A line of a Dockerfile, and the value of a variable on it. */
export interface ScopeRow {
  key: string;
  line: number;
  kind: InstructionKind;
  text: string;
  /** Undefined on lines that do not use the variable; `unset` if nothing is substituted. */
  seen: { value: string } | 'unset' | undefined;
  /** Where the value can be read in the finished image; undefined if nowhere. */
  kept: 'history' | 'config' | undefined;
}

interface Scope {
  rows: ScopeRow[];
  /** Value in a container of the last stage; undefined if the variable does not exist there. */
  inContainer: string | undefined;
}

/**
 * The value of `variable` on each line of a Dockerfile that is built without `--build-arg`, according to the
 * grader's own model.
 */
export function scopeOf(text: string, variable: string): Scope {
  const dockerfile = parseDockerfile(text);
  const visible = new Map<Instruction, string | undefined>();
  walkStages(dockerfile, (instruction, { variables }) => visible.set(instruction, variables.get(variable)));
  const last = dockerfile.stages.at(-1);
  const rows = dockerfile.instructions.map((instruction): ScopeRow => {
    const { keyword, startLine, args } = instruction;
    const value = visible.get(instruction);
    return {
      key: String(startLine),
      line: startLine,
      kind: instructionKind(keyword),
      text: `${keyword} ${args}`,
      seen: seenOn(instruction, value, dockerfile, variable),
      // Only the last stage is in the image. None of the cases builds it FROM another stage.
      kept:
        instruction.stage !== last?.index
          ? undefined
          : keyword === 'RUN' && value !== undefined
            ? 'history'
            : sets(instruction, variable)
              ? 'config'
              : undefined,
    };
  });
  const atEnd = last?.instructions.at(-1);
  return {
    rows,
    inContainer:
      last?.instructions.some((instruction) => sets(instruction, variable)) && atEnd
        ? visible.get(atEnd)
        : undefined,
  };
}

function seenOn(
  { keyword, args }: Instruction,
  value: string | undefined,
  { globals }: Dockerfile,
  variable: string,
): ScopeRow['seen'] {
  if (!args.includes(`$${variable}`)) return undefined;
  const found = keyword === 'FROM' ? globals.get(variable) : value;
  return found === undefined ? 'unset' : { value: found };
}

function sets({ keyword, args }: Instruction, variable: string): boolean {
  return keyword === 'ENV' && args.startsWith(`${variable}=`);
}
