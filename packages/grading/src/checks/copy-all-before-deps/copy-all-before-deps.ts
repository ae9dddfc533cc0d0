import type { QuickFix } from '@dfm/contracts';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { copyOf, isWholeContext } from '@dfm/dockerfile/copies/copies';
import type { Copy } from '@dfm/dockerfile/copies/copies';
import { installsDependencies } from '@dfm/dockerfile/python/dependency-step';
import { shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import { rangeOf } from '@dfm/dockerfile/syntax/source-range';
import { resolvePath, walkChain } from '@dfm/dockerfile/syntax/stages';
import { withCaseOf } from '@dfm/dockerfile/syntax/written-keyword';
import type { Check, StaticFinding } from '../../check/check.ts';

export const copyAllBeforeDeps: Check = {
  meta: {
    id: 'copy-all-before-deps',
    title: 'All files copied before dependencies are installed',
    axis: 'cache',
    topic: 'cache',
    severity: 'warning',
    defaultPoints: 10,
    needs: ['static'],
    also: [],
    detects: 'A COPY of the entire build context above a RUN that installs packages.',
    why: 'Editing any file changes the input of the COPY, and every step below it runs again. A one-line code edit then downloads and installs all packages.',
    fix: 'First copy only the list of packages and install them, then copy the rest.',
    bad: 'COPY . .\nRUN pip install --no-cache-dir -r requirements.txt',
    good: 'COPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nCOPY . .',
  },
  findings,
  measure: ({ dockerfile, evidence }) => {
    // Evaluated again, because a comment that silences the finding in the editor earns no points.
    const [first] = findings({ dockerfile, context: evidence.context });
    if (first === undefined)
      return {
        status: 'pass',
        message: 'No step that installs packages is below a COPY of the entire context.',
      };
    return { status: 'fail', line: first.line, endLine: first.endLine, message: first.message };
  },
};

function findings({ dockerfile, context }: BuildSource): StaticFinding[] {
  const found = new Map<Instruction, StaticFinding>();
  /** The first COPY of the entire context that a stage has or inherits, by stage index. */
  const wideOf: (Copy | undefined)[] = [];
  for (const instruction of dockerfile.instructions) {
    const { stage } = instruction;
    if (stage === undefined) continue;
    if (instruction.keyword === 'FROM') {
      const { parent } = dockerfile.stages[stage]!;
      wideOf[stage] = parent === undefined ? undefined : wideOf[parent];
      continue;
    }
    const copy = copyOf(instruction, dockerfile);
    if (copy?.sources.some(isWholeContext)) wideOf[stage] ??= copy;
    const cause = wideOf[stage];
    if (
      cause === undefined ||
      found.has(cause.instruction) ||
      !installsDependencies(instruction) ||
      installsOnlyContext(instruction)
    )
      continue;
    found.set(cause.instruction, {
      ...rangeOf(cause.instruction),
      message: `Any file edit makes the install on line ${instruction.startLine} run again, because this line copies all files before it. Copy the list of packages first, install them, then copy the rest.`,
      fix: moveBelow(
        cause,
        instruction,
        dockerfile,
        context?.files.map((file) => file.path),
      ),
    });
  }
  return [...found.values()];
}

/** `pip install .` needs the code, so it cannot be above the COPY. */
function installsOnlyContext(run: Instruction): boolean {
  const installs = shellCommands(run, undefined).filter(({ words }) => words.includes('install'));
  return (
    installs.length > 0 &&
    installs.every(({ words }) =>
      words
        .slice(words.indexOf('install') + 1)
        .filter((word) => !word.startsWith('-'))
        .every((word) => /^(?:\.|\.\/.*|\.\[.*\])$/u.test(word)),
    )
  );
}

function moveBelow(
  copy: Copy,
  install: Instruction,
  dockerfile: Dockerfile,
  contextPaths: string[] | undefined,
): QuickFix | undefined {
  if (!isMovable(copy, install, dockerfile)) return undefined;
  const { instruction, destination } = copy;
  const lists = requirementsIn(destination, install, workdirAt(instruction, dockerfile));
  if (lists === undefined || lists.length === 0) return undefined;
  if (lists.some((list) => contextPaths?.includes(list) === false)) return undefined;
  // Taken as written, because quotes in the value of a flag belong to it.
  const flags = instruction.raw
    .trimStart()
    .slice(instruction.keyword.length, -instruction.args.length)
    .trimStart();
  const folder = destination === '.' || destination.endsWith('/') ? destination : `${destination}/`;
  const first = `${withCaseOf(instruction, 'COPY')} ${flags}${[...new Set(lists)].join(' ')} ${lists.length > 1 && folder === '.' ? './' : folder}`;
  const text = [first, ...dockerfile.lines.slice(instruction.endLine, install.endLine), instruction.raw].join(
    '\n',
  );
  return {
    title: `Copy ${lists.join(', ')} and install before copying the rest`,
    startLine: instruction.startLine,
    endLine: install.endLine,
    text,
  };
}

/** Whether a COPY of one source, written on one line, can move below the install without side effects. */
function isMovable(
  { instruction, sources }: Copy,
  install: Instruction,
  { instructions }: Dockerfile,
): boolean {
  return (
    instruction.stage === install.stage &&
    instruction.startLine === instruction.endLine &&
    instruction.json === undefined &&
    instruction.heredocs.length === 0 &&
    sources.length === 1 &&
    instructions
      .filter((other) => other.startLine > instruction.startLine && other.startLine < install.startLine)
      .every(
        (other) =>
          factsOf(other.keyword).movesAboveCopy && (other.keyword !== 'RUN' || installsFromIndex(other)),
      )
  );
}

/**
 * The requirements files that a RUN installs from, as names in the directory to which the context is copied;
 * undefined if one of them is elsewhere.
 */
function requirementsIn(destination: string, run: Instruction, workdir: string): string[] | undefined {
  const target = resolvePath(workdir, destination);
  const folder = target === '/' ? target : `${target}/`;
  const lists: string[] = [];
  for (const { words } of shellCommands(run, undefined)) {
    if (words.includes('install') && !words.some((word) => word === '-r' || word.startsWith('--requirement')))
      continue;
    for (const [i, word] of words.entries()) {
      if (word !== '-r' && word !== '--requirement') continue;
      const path = resolvePath(workdir, words[i + 1] ?? '');
      const name = path.slice(folder.length);
      // A list in a folder would need a separate destination, which is more than a mechanical change.
      if (!path.startsWith(folder) || !/^[\w.-]+$/u.test(name)) return undefined;
      lists.push(name);
    }
  }
  return lists;
}

function workdirAt(instruction: Instruction, dockerfile: Dockerfile): string {
  let found = '/';
  walkChain(dockerfile, dockerfile.stages[instruction.stage!], (other, { workdir }) => {
    if (other === instruction) found = workdir;
  });
  return found;
}

/** Whether a RUN cannot need files of the context, because it only calls apt-get and cleans up after it. */
function installsFromIndex(run: Instruction): boolean {
  const commands = shellCommands(run, undefined);
  return (
    commands.length > 0 &&
    commands.every(
      ({ words }) => words[0] === 'apt-get' || (words[0] === 'rm' && words.includes('/var/lib/apt/lists/*')),
    )
  );
}
