import type { QuickFix } from '@dfm/contracts';
import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import { rangeOf, rangeOfLine } from '@dfm/dockerfile/syntax/source-range';
import { withCaseOf, writtenKeyword } from '@dfm/dockerfile/syntax/written-keyword';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';

const also = {
  maintainer: [
    'DL4000',
    'MaintainerDeprecated',
    'DS-0022',
    'CKV_DOCKER_6',
    'kics:maintainer-instruction-being-used',
  ],
  withoutEquals: ['LegacyKeyValueFormat'],
  casing: ['ConsistentInstructionCasing'],
  casingOfAs: ['FromAsCasing'],
  emptyLine: ['NoEmptyContinuation'],
};

export const legacySyntax: Check = {
  meta: {
    id: 'legacy-syntax',
    title: 'Deprecated or inconsistent syntax',
    axis: 'build',
    topic: 'runtime',
    severity: 'warning',
    defaultPoints: 2,
    needs: ['static'],
    also: allRules(also),
    detects:
      'MAINTAINER, ENV and LABEL without "=", empty lines inside an instruction, and instructions in mixed case.',
    why: 'MAINTAINER has been deprecated since 2017. ENV without "=" treats the rest of the line as one value, so a second variable on the line is lost. Empty lines inside an instruction will become errors.',
    fix: 'Replace MAINTAINER with LABEL org.opencontainers.image.authors="…", write ENV name=value, and write all instructions in upper case.',
    bad: 'MAINTAINER jane@example.org\nENV APP_HOME /srv',
    good: 'LABEL org.opencontainers.image.authors="jane@example.org"\nENV APP_HOME=/srv',
  },
  findings,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const isLower = mostlyLower(dockerfile.instructions);
  return dockerfile.instructions.flatMap((instruction) => [
    ...maintainer(instruction),
    ...withoutEquals(instruction),
    ...casing(instruction, isLower),
    ...emptyLines(instruction, dockerfile),
  ]);
}

/** Values that have the same meaning in double quotes. */
const plainValue = /^[\w@.<>,:/+%= ()-]+$/u;

function maintainer(instruction: Instruction): StaticFinding[] {
  if (instruction.keyword !== 'MAINTAINER') return [];
  const { args } = instruction;
  const fix = plainValue.test(args)
    ? oneLine(
        instruction,
        `${withCaseOf(instruction, 'LABEL')} org.opencontainers.image.authors="${args}"`,
        'Replace with LABEL',
      )
    : undefined;
  return [
    {
      ...rangeOf(instruction),
      also: also.maintainer,
      message: 'MAINTAINER is deprecated. Use LABEL org.opencontainers.image.authors="…".',
      fix,
    },
  ];
}

function withoutEquals(instruction: Instruction): StaticFinding[] {
  const { keyword, words, args } = instruction;
  const [name] = words;
  if (!factsOf(keyword).setsPairs || name === undefined || words.length < 2 || name.includes('=')) return [];
  const value = args.slice(name.length).trimStart();
  const fix =
    /^[\w.-]+$/u.test(name) && plainValue.test(value)
      ? oneLine(
          instruction,
          `${writtenKeyword(instruction)} ${name}=${/^[\w@.:/+%-]+$/u.test(value) ? value : `"${value}"`}`,
          `Write ${keyword} name=value`,
        )
      : undefined;
  return [
    {
      ...rangeOf(instruction),
      also: also.withoutEquals,
      message: `Without "=", the rest of the line is a single value${words.length > 2 ? ', including spaces' : ''}. Write ${keyword} ${truncate(name)}=….`,
      fix,
    },
  ];
}

function casing(instruction: Instruction, isLower: boolean): StaticFinding[] {
  const keyword = writtenKeyword(instruction);
  const expected = isLower ? keyword.toLowerCase() : keyword.toUpperCase();
  const range = rangeOf(instruction);
  // Like BuildKit, ignore instructions above the first FROM.
  if (instruction.stage !== undefined && keyword !== expected) {
    return [
      {
        ...range,
        also: also.casing,
        severity: 'info',
        message: `The other instructions are in ${isLower ? 'lower case' : 'upper case'}. Write ${expected}.`,
        fix: replaced(instruction, keyword, expected),
      },
    ];
  }
  const as =
    instruction.keyword === 'FROM' && instruction.words.length === 3 ? instruction.words[1]! : undefined;
  if (as === undefined || (keyword !== keyword.toLowerCase() && keyword !== keyword.toUpperCase())) return [];
  const expectedAs = keyword === keyword.toLowerCase() ? 'as' : 'AS';
  if (as === expectedAs) return [];
  return [
    {
      ...range,
      also: also.casingOfAs,
      severity: 'info',
      message: `FROM and AS should have the same case. Write ${keyword} … ${expectedAs}.`,
      fix: replacedAs(instruction, expectedAs),
    },
  ];
}

function mostlyLower(instructions: readonly Instruction[]): boolean {
  let balance = 0;
  for (const instruction of instructions) {
    if (instruction.stage === undefined) continue;
    const keyword = writtenKeyword(instruction);
    if (keyword === keyword.toLowerCase()) balance += 1;
    else if (keyword === keyword.toUpperCase()) balance -= 1;
  }
  return balance > 0;
}

function emptyLines(instruction: Instruction, { lines }: Dockerfile): StaticFinding[] {
  const { pieces, startLine, endLine, heredocs, raw } = instruction;
  const last = heredocs.length > 0 ? (pieces.at(-1)?.line ?? startLine) : endLine;
  const joined = lines.slice(startLine - 1, last);
  const empty = joined.findIndex((line) => line.trim() === '');
  if (empty < 0) return [];
  const kept = [...joined.filter((line) => line.trim() !== ''), ...raw.split('\n').slice(joined.length)];
  return [
    {
      ...rangeOfLine({ lines }, startLine + empty),
      also: also.emptyLine,
      message:
        'Empty lines inside an instruction will become an error in future versions. Remove the line, or replace it with a comment.',
      fix: { title: 'Remove the empty lines', startLine, endLine, text: kept.join('\n') },
    },
  ];
}

function oneLine({ startLine, endLine }: Instruction, text: string, title: string): QuickFix | undefined {
  return startLine === endLine ? { title, startLine, endLine, text } : undefined;
}

/** A fix that changes the case of the keyword and, with FROM, of its AS. */
function replaced(instruction: Instruction, from: string, to: string): QuickFix | undefined {
  const { raw, startLine, endLine, keyword, words } = instruction;
  const text =
    keyword === 'FROM' && words.length === 3 ? withAs(instruction, to === 'from' ? 'as' : 'AS') : raw;
  return text === undefined
    ? undefined
    : { title: `Write ${to}`, startLine, endLine, text: text.replace(from, to) };
}

function replacedAs(instruction: Instruction, as: string): QuickFix | undefined {
  const { startLine, endLine } = instruction;
  const text = withAs(instruction, as);
  return text === undefined ? undefined : { title: `Write ${as}`, startLine, endLine, text };
}

/** Undefined if AS and the name are not separated by exactly one space. */
function withAs({ raw, words }: Instruction, as: string): string | undefined {
  const [, old, name] = words;
  const at = raw.lastIndexOf(` ${old} ${name}`);
  return at < 0 ? undefined : `${raw.slice(0, at)} ${as}${raw.slice(at + 1 + old!.length)}`;
}
