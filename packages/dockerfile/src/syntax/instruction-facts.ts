/** How a flag is written: `--link` or `--link=true`, `--chown=1` once, or `--mount=…` any number of times. */
export type FlagKind = 'switch' | 'value' | 'list';

/** What is true of every instruction with a keyword. An absent property means no. */
export interface InstructionFacts {
  /**
   * What may be a JSON array of strings: the arguments, or in HEALTHCHECK the command behind CMD (the
   * dispatch table of moby/buildkit frontend/dockerfile/parser/parser.go, parseHealthConfig in
   * line_parsers.go).
   */
  json?: 'arguments' | 'command';
  heredocs?: true;
  /** The flags that it accepts. BuildKit ignores all flags of `ignored`. */
  flags?: Readonly<Record<string, FlagKind>> | 'ignored';
  /** Whether the builder, not the shell of the step, substitutes variables in its arguments. */
  expandsArguments?: true;
  /** The same for its flags. */
  expandsFlags?: true;
  /** Whether it is refused behind ONBUILD. */
  notInOnbuild?: true;
  /**
   * Whether it is a build step that creates a layer. FROM is a step too if it names an image, but its layers
   * belong to the base.
   */
  step?: true;
  /** Whether it copies files into the image. */
  copiesFiles?: true;
  /** Whether it can read files of the build context and of other stages; a RUN does so through a mount. */
  readsFiles?: true;
  /** Whether later steps of the stage depend on it: on its files, its variables, its user, its shell. */
  affectsLaterSteps?: true;
  /**
   * Whether a COPY above it gives the same image if it is moved below it. A RUN that needs the copied files
   * is an exception.
   */
  movesAboveCopy?: true;
  /** Whether it sets variables for the steps below it. */
  setsVariables?: true;
  /** Whether it takes `name=value`, and in the old form one `name value`. */
  setsPairs?: true;
  /** Whether it sets what a container runs. Only the last one of a stage counts. */
  setsStartCommand?: true;
  /** The field that it sets in `config` of the image (Docker image specification 1.3). */
  configField?: string;
}

const copies = {
  json: 'arguments',
  heredocs: true,
  expandsArguments: true,
  expandsFlags: true,
  step: true,
  copiesFiles: true,
  readsFiles: true,
  affectsLaterSteps: true,
} as const;

const startCommand = { json: 'arguments', movesAboveCopy: true, setsStartCommand: true } as const;

const facts = {
  ADD: {
    ...copies,
    flags: {
      chown: 'value',
      chmod: 'value',
      link: 'switch',
      'keep-git-dir': 'switch',
      checksum: 'value',
      unpack: 'switch',
      exclude: 'list',
    },
  },
  ARG: {
    flags: 'ignored',
    expandsArguments: true,
    affectsLaterSteps: true,
    movesAboveCopy: true,
    setsVariables: true,
  },
  CMD: { ...startCommand, configField: 'Cmd' },
  COPY: {
    ...copies,
    flags: {
      chown: 'value',
      from: 'value',
      chmod: 'value',
      link: 'switch',
      exclude: 'list',
      parents: 'switch',
    },
  },
  ENTRYPOINT: { ...startCommand, configField: 'Entrypoint' },
  ENV: {
    expandsArguments: true,
    affectsLaterSteps: true,
    movesAboveCopy: true,
    setsVariables: true,
    setsPairs: true,
    configField: 'Env',
  },
  EXPOSE: { expandsArguments: true, movesAboveCopy: true, configField: 'ExposedPorts' },
  FROM: { flags: { platform: 'value' }, expandsArguments: true, expandsFlags: true, notInOnbuild: true },
  HEALTHCHECK: {
    json: 'command',
    flags: {
      interval: 'value',
      timeout: 'value',
      'start-period': 'value',
      'start-interval': 'value',
      retries: 'value',
    },
    movesAboveCopy: true,
    configField: 'Healthcheck',
  },
  LABEL: { expandsArguments: true, movesAboveCopy: true, setsPairs: true, configField: 'Labels' },
  MAINTAINER: { notInOnbuild: true, movesAboveCopy: true },
  ONBUILD: { notInOnbuild: true, configField: 'OnBuild' },
  RUN: {
    json: 'arguments',
    heredocs: true,
    flags: { mount: 'list', network: 'value', security: 'value', device: 'list' },
    expandsFlags: true,
    step: true,
    readsFiles: true,
    affectsLaterSteps: true,
    movesAboveCopy: true,
  },
  SHELL: { json: 'arguments', affectsLaterSteps: true, configField: 'Shell' },
  STOPSIGNAL: {
    flags: 'ignored',
    expandsArguments: true,
    movesAboveCopy: true,
    configField: 'StopSignal',
  },
  USER: { expandsArguments: true, affectsLaterSteps: true, configField: 'User' },
  VOLUME: { json: 'arguments', expandsArguments: true, configField: 'Volumes' },
  WORKDIR: { expandsArguments: true, step: true, affectsLaterSteps: true, configField: 'WorkingDir' },
} satisfies Record<string, InstructionFacts>;

/** The keyword of an instruction that BuildKit knows, in upper case. */
export type Keyword = keyof typeof facts;

const none: InstructionFacts = {};

/** Whether BuildKit knows an instruction with this keyword. @param keyword in upper case */
export function isKeyword(keyword: string): keyword is Keyword {
  return Object.hasOwn(facts, keyword);
}

/** What is true of an instruction; nothing if there is none with this keyword. @param keyword in upper case */
export function factsOf(keyword: string): InstructionFacts {
  return isKeyword(keyword) ? facts[keyword] : none;
}

/** The kind of a flag; undefined if the instruction does not accept it. @param keyword in upper case */
export function flagKind(keyword: string, flag: string): FlagKind | undefined {
  const { flags } = factsOf(keyword);
  return typeof flags === 'object' && Object.hasOwn(flags, flag) ? flags[flag] : undefined;
}
