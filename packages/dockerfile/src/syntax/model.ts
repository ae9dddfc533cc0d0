/** Where a character of an instruction's joined text lies in the file. Lines and columns are 1-based. */
export interface Position {
  line: number;
  column: number;
}

export interface Span {
  start: Position;
  /** Exclusive. */
  end: Position;
}

/** `--name` or `--name=value` between the keyword and the arguments. */
export interface Flag {
  name: string;
  /** Undefined for a bare `--link`. */
  value: string | undefined;
}

export interface Heredoc {
  /** The word that ends the body, without quotes. */
  delimiter: string;
  /** Variables in the body are substituted (the delimiter is not quoted). */
  expand: boolean;
  /** `<<-`: leading tabs are dropped. */
  chomp: boolean;
  /** Line of the body's first line; the terminator's own line when the body is empty. */
  startLine: number;
  body: string;
}

/** A stretch of the joined text that lies unbroken on one source line. */
export interface TextPiece {
  /** Offset in the joined text at which it begins. */
  offset: number;
  line: number;
  column: number;
}

export interface Instruction {
  /** Upper case, as in `RUN`; whatever the first word was where it is no instruction. */
  keyword: string;
  startLine: number;
  /** Last line, heredoc bodies with their terminators included. */
  endLine: number;
  /** Index of the stage; undefined before the first FROM. */
  stage: number | undefined;
  flags: Flag[];
  /** What follows keyword and flags, continuation lines joined and comment lines left out. */
  args: string;
  /** `args` cut at white space, quotes and escapes kept. Empty where a quote is not closed. */
  words: string[];
  /** The strings of the JSON (exec) form; undefined in shell form. */
  json: string[] | undefined;
  heredocs: Heredoc[];
  /** Source lines as written, joined by `\n`. */
  raw: string;
  /** Offset of `args` in the joined text that `pieces` describes. */
  argsOffset: number;
  pieces: TextPiece[];
}

export interface Stage {
  index: number;
  /** From `AS name`, in lower case as BuildKit compares it. */
  name: string | undefined;
  from: Instruction;
  /**
   * Base as written, and with the global ARG defaults put in. `resolved` is undefined where a variable has no
   * default.
   */
  base: { written: string; resolved: string | undefined };
  /** Index of the stage that `FROM` names, if it names one. */
  parent: number | undefined;
  /** Without the FROM itself. */
  instructions: Instruction[];
}

export interface Directive {
  name: 'syntax' | 'escape' | 'check';
  value: string;
  line: number;
}

/** What keeps the file from being built, or was passed over while reading it. */
interface Problem {
  line: number;
  endLine: number;
  message: string;
  /** It is the stage that a COPY names, its own or one there is not: a check of its own explains these. */
  copySource?: 'itself' | 'unknown';
  /** It stands above the first FROM. */
  aboveFrom?: true;
}

export interface Dockerfile {
  text: string;
  /** Without line ends and byte order mark; at least one. */
  lines: readonly string[];
  directives: Directive[];
  escape: '\\' | '`';
  instructions: Instruction[];
  stages: Stage[];
  /**
   * Values of the ARGs before the first FROM, as far as they are known. A stage sees those it declares
   * itself.
   */
  globals: ReadonlyMap<string, string>;
  /** Text of each comment by its line, without the `#`. */
  comments: Map<number, string>;
  problems: Problem[];
}

/** Position in the file of an offset into an instruction's `args`. Offsets past the end give the end. */
export function positionOf(instruction: Instruction, argsOffset: number): Position {
  const offset = instruction.argsOffset + Math.max(0, argsOffset);
  const { pieces } = instruction;
  let low = 0;
  let high = pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (pieces[middle]!.offset <= offset) low = middle;
    else high = middle - 1;
  }
  const piece = pieces[low];
  if (piece === undefined) return { line: instruction.startLine, column: 1 };
  return { line: piece.line, column: piece.column + offset - piece.offset };
}

/** Values of a flag that may be given several times, such as `--mount`. */
export function flagValues(instruction: Instruction, name: string): string[] {
  return instruction.flags.filter((flag) => flag.name === name).map((flag) => flag.value ?? '');
}
