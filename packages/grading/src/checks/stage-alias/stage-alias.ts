import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { flagValues } from '@dfm/dockerfile/syntax/model';
import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import { mountSources } from '@dfm/dockerfile/syntax/mounts';
import { nearestName } from '@dfm/dockerfile/syntax/nearest-name';
import { rangeOf, rangeOfLine } from '@dfm/dockerfile/syntax/source-range';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';

const also = {
  unknown: ['DL3022'],
  itself: ['DL3023', 'DS-0006', 'kics:copy-from-references-current-from-alias'],
  twice: ['DL3024', 'DuplicateStageName', 'DS-0012', 'CKV_DOCKER_11', 'kics:same-alias-in-different-froms'],
  reserved: ['DL3063', 'ReservedStageName'],
  casing: ['StageNameCasing'],
  mount: [],
};

export const stageAlias: Check = {
  meta: {
    id: 'stage-alias',
    title: 'Invalid or ambiguous stage name',
    axis: 'build',
    topic: 'runtime',
    severity: 'warning',
    defaultPoints: 3,
    needs: ['static'],
    also: allRules(also),
    detects:
      'A COPY --from or a mount that does not name a stage above it, two stages with the same name, a reserved name, and upper case letters in a name.',
    why: 'A name that is not a stage is treated as an image in a registry. The build then fails, or copies from an image that you did not choose.',
    fix: 'Give each stage a unique name in lower case, and use exactly that name in --from.',
    bad: 'FROM python:3.11 AS build\nRUN pip wheel -w /wheels torch\n\nFROM python:3.11-slim\nCOPY --from=builder /wheels /wheels',
    good: 'FROM python:3.11 AS build\nRUN pip wheel -w /wheels torch\n\nFROM python:3.11-slim\nCOPY --from=build /wheels /wheels',
  },
  findings,
};

const reserved = new Set(['scratch', 'context']);
/** If there are more names, they are not compared, so that the work stays linear. */
const maxCompared = 200;

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const { instructions, stages, problems } = dockerfile;
  const rejected = new Map(
    problems.filter((problem) => problem.copySource !== undefined).map((problem) => [problem.line, problem]),
  );
  /** First line of each name. */
  const named = new Map<string, number>();
  const all = new Set<string>();
  for (const { name } of stages) if (name !== undefined) all.add(name);
  const found: StaticFinding[] = [];
  for (const instruction of instructions) {
    const problem = rejected.get(instruction.startLine);
    if (problem !== undefined)
      found.push({
        ...rangeOfLine(dockerfile, problem.line),
        also: problem.copySource === 'itself' ? also.itself : also.unknown,
        severity: 'error',
        message: problem.message,
      });
    else if (instruction.keyword === 'COPY') found.push(...copySource(instruction, named, all));
    else if (instruction.keyword === 'RUN') found.push(...mountSource(instruction, all));
    else if (instruction.keyword === 'FROM') found.push(...stageName(instruction, named, dockerfile));
  }
  return found;
}

function stageName(from: Instruction, named: Map<string, number>, { stages }: Dockerfile): StaticFinding[] {
  const { name } = stages[from.stage!]!;
  const written = from.words[2];
  if (name === undefined || written === undefined) return [];
  const first = named.get(name);
  if (first === undefined) named.set(name, from.startLine);
  const range = rangeOf(from);
  if (first !== undefined)
    return [
      {
        ...range,
        also: also.twice,
        message: `The stage on line ${first} is also called ${truncate(name)}, and from here on, the name refers to this one. Rename one of them.`,
      },
    ];
  if (reserved.has(name))
    return [
      {
        ...range,
        also: also.reserved,
        message: `${name} is a reserved name (${name === 'scratch' ? 'an empty image' : 'the build context'}). Rename the stage.`,
      },
    ];
  return written === name
    ? []
    : [
        {
          ...range,
          also: also.casing,
          severity: 'info',
          message: `FROM finds this stage only as ${truncate(name)}, although COPY --from ignores case. Write the name in lower case.`,
        },
      ];
}

function copySource(
  copy: Instruction,
  named: ReadonlyMap<string, number>,
  all: ReadonlySet<string>,
): StaticFinding[] {
  const [source] = flagValues(copy, 'from');
  if (!source || /^\d+$/u.test(source) || named.has(source.toLowerCase())) return [];
  const range = rangeOf(copy);
  if (all.has(source.toLowerCase()))
    return [
      {
        ...range,
        also: also.unknown,
        severity: 'error',
        message: `The stage ${truncate(source)} is below this line. A stage can only copy from a stage above it.`,
      },
    ];
  // A tag, a digest or the port of a registry means that it is an image.
  if (/[:@]/u.test(source)) return [];
  const suggestion = all.size <= maxCompared ? nearestName(source.toLowerCase(), all) : undefined;
  const hint =
    suggestion === undefined ? 'Name a stage, or add a tag to the image.' : `Did you mean ${suggestion}?`;
  return [
    {
      ...range,
      also: also.unknown,
      message: `No stage above is called ${truncate(source)}, so the latest image with that name is pulled from a registry. ${hint}`,
    },
  ];
}

/** Mounting an image is common, so only likely typing errors are reported. */
function mountSource(run: Instruction, all: ReadonlySet<string>): StaticFinding[] {
  if (run.flags.length === 0 || all.size > maxCompared) return [];
  return mountSources(run).flatMap((source) => {
    const suggestion =
      /[:@/]/u.test(source) || all.has(source.toLowerCase())
        ? undefined
        : nearestName(source.toLowerCase(), all);
    return suggestion === undefined
      ? []
      : [
          {
            ...rangeOf(run),
            also: also.mount,
            message: `No stage is called ${truncate(source)}, so an image with that name is pulled from a registry. Did you mean ${suggestion}?`,
          },
        ];
  });
}
