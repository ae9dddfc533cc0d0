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
    title: 'A build stage is named wrongly',
    axis: 'build',
    topic: 'runtime',
    severity: 'warning',
    defaultPoints: 3,
    needs: ['static'],
    also: allRules(also),
    detects:
      'A COPY --from or a mount that names no stage above it, two stages of one name, a reserved name, and capital letters in a name.',
    why: 'A name that is no stage is taken for an image in a registry: the build fails, or it copies from something you never chose.',
    fix: 'Give each stage one name of its own in lower case, and use exactly that name in --from.',
    bad: 'FROM python:3.11 AS build\nRUN pip wheel -w /wheels torch\n\nFROM python:3.11-slim\nCOPY --from=builder /wheels /wheels',
    good: 'FROM python:3.11 AS build\nRUN pip wheel -w /wheels torch\n\nFROM python:3.11-slim\nCOPY --from=build /wheels /wheels',
  },
  findings,
};

const reserved = new Set(['scratch', 'context']);
/** Farther down names are not compared, so that the work stays linear. */
const maxCompared = 200;

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const { instructions, stages, problems } = dockerfile;
  const refused = new Map(
    problems.filter((problem) => problem.copySource !== undefined).map((problem) => [problem.line, problem]),
  );
  /** First line of each name. */
  const named = new Map<string, number>();
  const all = new Set<string>();
  for (const { name } of stages) if (name !== undefined) all.add(name);
  const found: StaticFinding[] = [];
  for (const instruction of instructions) {
    const problem = refused.get(instruction.startLine);
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
  const place = rangeOf(from);
  if (first !== undefined)
    return [
      {
        ...place,
        also: also.twice,
        message: `The stage on line ${first} is called ${truncate(name)} too, and from here on the name means this one. Give one of them another name.`,
      },
    ];
  if (reserved.has(name))
    return [
      {
        ...place,
        also: also.reserved,
        message: `${name} means something else to the builder (${name === 'scratch' ? 'an empty image' : 'the build context'}). Give the stage another name.`,
      },
    ];
  return written === name
    ? []
    : [
        {
          ...place,
          also: also.casing,
          severity: 'info',
          message: `FROM finds this stage as ${truncate(name)} only, COPY --from in any case. Write the name in lower case.`,
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
  const place = rangeOf(copy);
  if (all.has(source.toLowerCase()))
    return [
      {
        ...place,
        also: also.unknown,
        severity: 'error',
        message: `The stage ${truncate(source)} stands below. A stage can copy only from one above it.`,
      },
    ];
  // A tag, digest or registry's port: surely an image, and one version of it.
  if (/[:@]/u.test(source)) return [];
  const meant = all.size <= maxCompared ? nearestName(source.toLowerCase(), all) : undefined;
  const hint = meant === undefined ? 'Name a stage, or give the image a tag.' : `Did you mean ${meant}?`;
  return [
    {
      ...place,
      also: also.unknown,
      message: `No stage above is called ${truncate(source)}, so the newest image of that name is fetched from a registry. ${hint}`,
    },
  ];
}

/** A mount of an image is usual; only what looks like a slip is told. */
function mountSource(run: Instruction, all: ReadonlySet<string>): StaticFinding[] {
  if (run.flags.length === 0 || all.size > maxCompared) return [];
  return mountSources(run).flatMap((source) => {
    const meant =
      /[:@/]/u.test(source) || all.has(source.toLowerCase())
        ? undefined
        : nearestName(source.toLowerCase(), all);
    return meant === undefined
      ? []
      : [
          {
            ...rangeOf(run),
            also: also.mount,
            message: `No stage is called ${truncate(source)}, so an image of that name is fetched from a registry. Did you mean ${meant}?`,
          },
        ];
  });
}
