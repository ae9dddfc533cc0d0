import type { BuildSource } from '../context/build-source.ts';
import type { BuildContext } from '../context/build-source.ts';
import { shellCommands } from '../shell/shell-commands.ts';
import type { ShellCommand } from '../shell/shell-commands.ts';
import type { Dockerfile, Instruction, Stage } from '../syntax/model.ts';
import { finalStage, stageChain, walkStages } from '../syntax/stages.ts';
import { substitute } from '../syntax/substitute.ts';
import type { VariableValues } from '../syntax/variables.ts';
import { requirementsFiles, type ContextRequirements } from './context-requirements.ts';
import { packageInstall, pythonRequirements } from './python-install.ts';
import { readRequirement } from './requirement.ts';
import type { Requirement } from './requirement.ts';

/** A pip or uv install with all its requirements, including those of requirements files in the context. */
export interface PythonRequest {
  instruction: Instruction;
  command: ShellCommand;
  stage: Stage;
  /**
   * The base image at the root of the stage's FROM chain, with variables substituted; undefined if it is not
   * known.
   */
  base: string | undefined;
  /** Whether its layer is part of the final image. */
  inFinal: boolean;
  requirements: (Requirement & {
    /** For example `requirements.txt, line 3`; undefined for a requirement in the command itself. */
    where: string | undefined;
  })[];
  /** `cu124`, `cpu`, `rocm6.2` …, taken from the URL of the index or from `--torch-backend`. */
  build: string | undefined;
  /** Whether an option or a variable sets an index other than the default. */
  ownIndex: boolean;
  /** Whether an index of nightly builds is used. */
  nightly: boolean;
}

const cache = new WeakMap<Dockerfile, { context: BuildContext | undefined; requests: PythonRequest[] }>();

/** Every pip and uv install in the Dockerfile, in order. */
export function pythonRequests({ dockerfile, context }: BuildSource): PythonRequest[] {
  const known = cache.get(dockerfile);
  if (known !== undefined && known.context === context) return known.requests;
  const requests: PythonRequest[] = [];
  if (!dockerfile.instructions.some(({ keyword }) => keyword === 'RUN')) return requests;
  const final = new Set(stageChain(dockerfile, finalStage(dockerfile)));
  const bases = basesOf(dockerfile);
  /** Indexes set by `pip config set` so far, by stage. */
  const configured: string[][] = [];
  walkStages(dockerfile, (instruction, { shell, variables }, stage) => {
    if (instruction.keyword !== 'RUN') return;
    const exported = new Map<string, string>();
    const kept = (configured[stage.index] ??= [
      ...(stage.parent === undefined ? [] : (configured[stage.parent] ?? [])),
    ]);
    for (const command of shellCommands(instruction, shell)) {
      if (command.words[0] === 'export')
        for (const word of command.words.slice(1)) setVariable(exported, word);
      const setting = configuredIndex(command);
      if (setting !== undefined) kept.push(setting);
      const install = packageInstall(command);
      if (install === undefined) continue;
      const resolved = withVariables(command, variables, dockerfile.escape);
      const required = pythonRequirements(resolved, install);
      const files = required.files.flatMap((file) => requirementsFiles(file, context));
      const variable = (name: string) =>
        command.assignments.get(name) ?? exported.get(name) ?? variables.get(name);
      const indexes = [
        ...indexWords(resolved.words),
        ...kept,
        ...indexVariables.flatMap((name) => variable(name) ?? []),
        ...files.flatMap((file) => file.indexes),
      ];
      const backend = required.options.get('--torch-backend') ?? variable('UV_TORCH_BACKEND');
      requests.push({
        instruction,
        command,
        stage,
        base: bases[stage.index],
        inFinal: final.has(stage),
        requirements: [...namedRequirements(required.packages), ...files.flatMap(listedRequirements)],
        build:
          (backend === 'auto' ? undefined : backend) ??
          indexes.map(buildOf).find((build) => build !== undefined),
        ownIndex: indexes.length > 0 || backend !== undefined,
        nightly: indexes.some((index) => index.includes('/nightly')),
      });
    }
  });
  cache.set(dockerfile, { context, requests });
  return requests;
}

/** The base image at the root of each stage's FROM chain, by stage index. */
function basesOf({ stages }: Dockerfile): (string | undefined)[] {
  const bases: (string | undefined)[] = [];
  for (const { parent, base } of stages) bases.push(parent === undefined ? base.resolved : bases[parent]);
  return bases;
}

function withVariables(
  command: ShellCommand,
  variables: VariableValues,
  escape: Dockerfile['escape'],
): ShellCommand {
  const words = command.words.map((word) =>
    word.includes('$') ? (substitute(word.replaceAll(/["']/gu, ''), variables, escape) ?? word) : word,
  );
  return { ...command, words };
}

function namedRequirements(packages: readonly { text: string }[]): PythonRequest['requirements'] {
  return packages
    .flatMap(({ text }) => readRequirement(text) ?? [])
    .map((requirement) => ({ ...requirement, where: undefined }));
}

function listedRequirements({ path, requirements }: ContextRequirements): PythonRequest['requirements'] {
  return requirements.map((requirement) => ({
    ...requirement,
    where: `${path}, line ${requirement.line}`,
  }));
}

const indexVariables = [
  'PIP_INDEX_URL',
  'PIP_EXTRA_INDEX_URL',
  'PIP_FIND_LINKS',
  'UV_INDEX_URL',
  'UV_EXTRA_INDEX_URL',
  'UV_DEFAULT_INDEX',
  'UV_INDEX',
  'UV_FIND_LINKS',
];
const indexOptions = new Set([
  '-i',
  '--index-url',
  '--extra-index-url',
  '-f',
  '--find-links',
  '--index',
  '--default-index',
]);

/** The values of all index options: one such as --extra-index-url can be given several times. */
function indexWords(words: readonly string[]): string[] {
  return words.flatMap((word, at) => {
    if (indexOptions.has(word)) return words[at + 1] ?? [];
    const equals = word.indexOf('=');
    return equals > 0 && indexOptions.has(word.slice(0, equals)) ? word.slice(equals + 1) : [];
  });
}

/** The URL in `pip config set global.index-url …`. */
function configuredIndex({ words }: ShellCommand): string | undefined {
  const at = words.indexOf('config');
  const name =
    at > 0 && at < 4
      ? words.findIndex((word, i) => i > at && /\.(?:index-url|extra-index-url|find-links)$/u.test(word))
      : -1;
  return name > 0 && words.includes('set') ? words[name + 1] : undefined;
}

function buildOf(index: string): string | undefined {
  return /(?:^|\/)(cu\d{2,3}|cpu|rocm[\d.]+|xpu)(?:\/|$)/u.exec(index)?.[1];
}

function setVariable(variables: Map<string, string>, assignment: string): void {
  const equals = assignment.indexOf('=');
  if (equals > 0)
    variables.set(assignment.slice(0, equals), assignment.slice(equals + 1).replaceAll(/["']/gu, ''));
}
