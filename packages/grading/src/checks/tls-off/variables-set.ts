import { shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import { triggerOf } from '@dfm/dockerfile/syntax/on-build';
import { rangeInArgs, rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { assignmentsOf, walkStages } from '@dfm/dockerfile/syntax/stages';
import { unquote } from '@dfm/dockerfile/syntax/words';
import type { StaticFinding } from '../../check/check.ts';

/** A variable that is set by ENV, by the default of an ARG, by `export` or before a command. */
export interface VariableSet {
  name: string;
  /** Without quotes. Variables in it are kept as written. */
  value: string;
  range: Pick<StaticFinding, 'path' | 'line' | 'endLine' | 'column' | 'endColumn'>;
}

/** Every variable that a Dockerfile sets, in file order, including those in ONBUILD and in build stages. */
export function variablesSet(dockerfile: Dockerfile): VariableSet[] {
  const { escape } = dockerfile;
  const found: VariableSet[] = [];
  const collect = (instruction: Instruction): void => {
    for (const { name, value, offset } of assignmentsOf(instruction, escape)) {
      if (value !== undefined)
        found.push({
          name,
          value: unquote(value, escape),
          range: rangeInArgs(instruction, offset, offset + name.length),
        });
    }
  };
  for (const instruction of dockerfile.instructions)
    if (instruction.keyword === 'ARG' && instruction.stage === undefined) collect(instruction);
  walkStages(dockerfile, (written, { shell }) => {
    const instruction = triggerOf(written, escape);
    if (factsOf(instruction.keyword).setsVariables) collect(instruction);
    for (const { words, assignments, span } of shellCommands(instruction, shell)) {
      const range = rangeOfSpan(span);
      for (const [name, value] of assignments) found.push({ name, value, range });
      if (words[0] !== 'export' && words[0] !== 'declare') continue;
      for (const word of words.slice(1)) {
        const equals = word.indexOf('=');
        if (equals > 0)
          found.push({
            name: word.slice(0, equals),
            value: word.slice(equals + 1).replaceAll(/^["']|["']$/gu, ''),
            range,
          });
      }
    }
  });
  return found;
}
