import type { QuickFix } from '@dfm/contracts';
import { truncate } from '@dfm/contracts/truncate';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { isImageReference } from '@dfm/dockerfile/syntax/image-reference';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import type { Dockerfile, Instruction, Stage } from '@dfm/dockerfile/syntax/model';
import { nearestName } from '@dfm/dockerfile/syntax/nearest-name';
import { rangeInArgs, rangeOf } from '@dfm/dockerfile/syntax/source-range';
import { assignmentsOf } from '@dfm/dockerfile/syntax/stages';
import { substituteUnsetAsEmpty } from '@dfm/dockerfile/syntax/substitute';
import { variableUses } from '@dfm/dockerfile/syntax/variable-uses';
import type { VariableValues } from '@dfm/dockerfile/syntax/variables';
import { withCaseOf } from '@dfm/dockerfile/syntax/written-keyword';
import type { Check, StaticFinding } from '../../check/check.ts';
import { allRules } from '../../check/counterparts.ts';
import { isSetByBase } from './base-variables.ts';

const also = {
  inStage: ['UndefinedVar'],
  inFrom: ['UndefinedArgInFrom'],
  noImage: ['InvalidDefaultArgInFrom'],
  ofOneEnv: ['DL3044'],
};

export const undefinedVars: Check = {
  meta: {
    id: 'undefined-vars',
    title: 'Undefined variable',
    axis: 'build',
    topic: 'reproducibility',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static'],
    also: allRules(also),
    detects:
      'A $variable in an instruction that no ARG or ENV above it in the same stage sets, a FROM whose variable has no default, and an ENV whose values use each other.',
    why: 'The builder replaces an unknown variable with nothing and continues. A path, an owner or a version is then wrong without any error.',
    fix: 'Check the spelling. Declare the variable with ARG or ENV above its use. Each stage needs its own declaration, because an ARG above the first FROM is visible only in FROM lines.',
    bad: 'ARG APP_DIR=/srv\nFROM python:3.11-slim-bookworm\nWORKDIR $APP_DIR/data',
    good: 'ARG APP_DIR=/srv\nFROM python:3.11-slim-bookworm\nARG APP_DIR\nWORKDIR $APP_DIR/data',
  },
  findings,
};

/** Variables that BuildKit knows in a FROM without a declaration, and inside a stage after `ARG NAME`. */
const platformValues: Readonly<Record<string, string>> = {
  BUILDPLATFORM: 'linux/amd64',
  BUILDOS: 'linux',
  BUILDOSVERSION: '',
  BUILDARCH: 'amd64',
  BUILDVARIANT: '',
  TARGETPLATFORM: 'linux/amd64',
  TARGETOS: 'linux',
  TARGETOSVERSION: '',
  TARGETARCH: 'amd64',
  TARGETVARIANT: '',
  TARGETSTAGE: 'default',
};
/** Beyond these limits, names are not compared with a misspelt one, so that the work stays linear. */
const maxCompared = 200;
const maxSuggestions = 20;

interface Use {
  name: string;
  range: Pick<StaticFinding, 'path' | 'line' | 'endLine' | 'column' | 'endColumn'>;
}

/** The variables known at a position in a stage. */
interface Scope {
  declared: Set<string>;
  /** Variables already reported in this stage. Only the first use is reported. */
  reported: Set<string>;
  /** The base image at the root of the stage's FROM chain. */
  base: string | undefined;
}

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  const globals = new Set<string>();
  const scopes: Scope[] = [];
  for (const instruction of dockerfile.instructions) {
    const stage = instruction.stage === undefined ? undefined : dockerfile.stages[instruction.stage]!;
    if (stage === undefined) {
      for (const { name } of instruction.keyword === 'ARG'
        ? assignmentsOf(instruction, dockerfile.escape)
        : [])
        globals.add(name);
      continue;
    }
    if (instruction === stage.from) {
      found.push(...inFrom(stage, dockerfile, globals, found.length));
      const parent = stage.parent === undefined ? undefined : scopes[stage.parent];
      scopes.push({
        declared: new Set(parent?.declared ?? ['PATH']),
        reported: new Set(),
        base: parent === undefined ? stage.base.resolved : parent.base,
      });
      continue;
    }
    const scope = scopes[stage.index]!;
    const own = instruction.keyword === 'ENV' ? assignmentsOf(instruction, dockerfile.escape) : [];
    found.push(...crossReferences(instruction, own, scope, dockerfile));
    for (const { name, range } of usesOf(instruction, scope, dockerfile)) {
      if (scope.reported.has(name) || isSetByBase(scope.base, name)) continue;
      scope.reported.add(name);
      found.push({
        ...range,
        also: own.some((it) => it.name === name) ? [...also.inStage, ...also.ofOneEnv] : also.inStage,
        ...unknown(name, instruction, scope, globals, found.length, dockerfile),
      });
    }
    for (const { name } of own) scope.declared.add(name);
  }
  return found;
}

/**
 * The uses of undeclared variables. The names of an ARG are declared one by one, because each default sees
 * the names before it.
 */
function usesOf(instruction: Instruction, { declared }: Scope, { escape }: Dockerfile): Use[] {
  const { keyword, args, flags, heredocs } = instruction;
  const inText = (text: string, from: number): Use[] =>
    variableUses(text, escape).map(({ name, offset }) => ({
      name,
      range: rangeInArgs(instruction, from + offset, from + offset + name.length + 1),
    }));
  if (keyword === 'ARG') {
    return assignmentsOf(instruction, escape).flatMap(({ name, value, offset }) => {
      const uses =
        value === undefined
          ? []
          : inText(value, args.indexOf('=', offset) + 1).filter((use) => !declared.has(use.name));
      declared.add(name);
      return uses;
    });
  }
  const { expandsArguments, expandsFlags, copiesFiles } = factsOf(keyword);
  const range = rangeOf(instruction);
  const inFlags = expandsFlags
    ? flags
        .filter((flag) => flag.name !== 'from')
        .flatMap(({ value }) => variableUses(value ?? '', escape).map(({ name }) => ({ name, range })))
    : [];
  const inArgs = expandsArguments ? inText(args, 0) : [];
  const inBodies = copiesFiles ? heredocs.filter((heredoc) => heredoc.expand).flatMap(inBody) : [];
  return [...inFlags, ...inArgs, ...inBodies].filter((use) => !declared.has(use.name));
}

function inBody({ body, startLine }: Instruction['heredocs'][number]): Use[] {
  if (!body.includes('$')) return [];
  return body.split('\n').flatMap((text, i) =>
    variableUses(text, '\\', false).map(({ name, offset }) => ({
      name,
      range: {
        path: 'Dockerfile',
        line: startLine + i,
        endLine: startLine + i,
        column: offset + 1,
        endColumn: offset + name.length + 2,
      },
    })),
  );
}

function unknown(
  name: string,
  instruction: Instruction,
  { declared, base }: Scope,
  globals: ReadonlySet<string>,
  foundSoFar: number,
  dockerfile: Dockerfile,
): Pick<StaticFinding, 'message' | 'fix'> {
  if (globals.has(name) || Object.hasOwn(platformValues, name)) {
    const known = globals.has(name)
      ? `The ARG ${name} above the first FROM is visible only in FROM lines`
      : `The builder knows ${name}, but it is visible in a stage only after ARG ${name}`;
    return {
      message: `${known}, so $${name} is empty here. Add "ARG ${name}" to this stage, above this line.`,
      fix: declaredAbove(name, instruction, dockerfile),
    };
  }
  const suggestion =
    foundSoFar < maxSuggestions && declared.size <= maxCompared ? nearestName(name, declared) : undefined;
  const unless = base === 'scratch' ? '' : ', unless the base image sets it';
  return {
    message: `No ARG or ENV above this line sets $${truncate(name)} in this stage, so it is empty${unless}. ${suggestion === undefined ? 'Declare it, or check the spelling.' : `Did you mean $${suggestion}?`}`,
  };
}

function declaredAbove(name: string, instruction: Instruction, { lines }: Dockerfile): QuickFix {
  const { startLine, endLine } = instruction;
  return {
    title: `Add ARG ${name} above this line`,
    startLine,
    endLine,
    text: [`${withCaseOf(instruction, 'ARG')} ${name}`, ...lines.slice(startLine - 1, endLine)].join('\n'),
  };
}

/**
 * `ENV PATH=/x:$PATH OLD=$PATH`: OLD gets the PATH of the base. A value that the Dockerfile itself set above
 * is assumed to be intended, and an unset one is reported as undefined.
 */
function crossReferences(
  instruction: Instruction,
  own: ReturnType<typeof assignmentsOf>,
  { base }: Scope,
  { escape }: Dockerfile,
): StaticFinding[] {
  if (own.length < 2) return [];
  const names = new Set(own.map(({ name }) => name));
  const before = new Set<string>();
  return own.flatMap(({ name, value, offset }) => {
    const uses = variableUses(value ?? '', escape);
    const range = rangeInArgs(instruction, offset, offset + name.length);
    const isSecond = before.has(name);
    before.add(name);
    if (isSecond && uses.some((use) => use.name === name))
      return [
        {
          ...range,
          also: also.ofOneEnv,
          message: `This overwrites the ${truncate(name)} before it in the same ENV, because all values of an ENV are evaluated before any is set. Set it in a separate ENV below.`,
        },
      ];
    const other = uses.find(
      (use) =>
        use.name !== name && names.has(use.name) && (use.name === 'PATH' || isSetByBase(base, use.name)),
    );
    if (other === undefined) return [];
    return [
      {
        ...range,
        also: also.ofOneEnv,
        message: `All values of an ENV are evaluated before any is set, so ${truncate(name)} gets the $${other.name} from above this line. Set it in a separate ENV below.`,
      },
    ];
  });
}

function inFrom(
  stage: Stage,
  dockerfile: Dockerfile,
  globals: ReadonlySet<string>,
  foundSoFar: number,
): StaticFinding[] {
  const { from, base } = stage;
  const { escape } = dockerfile;
  const platform = from.flags.find((flag) => flag.name === 'platform')?.value ?? '';
  const unset = [...variableUses(base.written, escape), ...variableUses(platform, escape)].find(
    ({ name }) => !globals.has(name) && !Object.hasOwn(platformValues, name),
  );
  const image = base.written.includes('$')
    ? substituteUnsetAsEmpty(base.written, withPlatform(dockerfile.globals), escape)
    : (base.resolved ?? '');
  const isImage = image === undefined || isImageReference(image);
  if (unset !== undefined) {
    const suggestion =
      foundSoFar < maxSuggestions && globals.size <= maxCompared
        ? nearestName(unset.name, globals)
        : undefined;
    return [
      {
        ...rangeInArgs(from, 0, base.written.length),
        also: isImage ? also.inFrom : [...also.inFrom, ...also.noImage],
        message: `No ARG above the first FROM declares $${truncate(unset.name)}, so it is empty, even with --build-arg. ${suggestion === undefined ? `Add "ARG ${truncate(unset.name)}=…" at the top.` : `Did you mean $${suggestion}?`}`,
      },
    ];
  }
  if (isImage) return [];
  const without = `Without --build-arg, the image in this FROM is ${image === '' ? 'empty' : `"${truncate(image)}", which is not a valid image name`}. Give the ARG a default.`;
  const message = base.written.includes('$')
    ? without
    : `"${truncate(image)}" is not a valid image name: ${/[A-Z]/u.test(image) ? 'names of images, and of stages in FROM, are lower case' : 'write name:tag'}.`;
  return [
    {
      ...rangeInArgs(from, 0, base.written.length),
      also: also.noImage,
      ...(base.written.includes('$') ? {} : { severity: 'error' as const }),
      message,
    },
  ];
}

/** The variables visible in FROM lines: the ARGs above them, and the platform variables of the builder. */
function withPlatform(globals: ReadonlyMap<string, string>): VariableValues {
  const ofPlatform = (name: string) =>
    Object.hasOwn(platformValues, name) ? platformValues[name] : undefined;
  return {
    get: (name) => globals.get(name) ?? ofPlatform(name),
    has: (name) => globals.has(name) || Object.hasOwn(platformValues, name),
  };
}
