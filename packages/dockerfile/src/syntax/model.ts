/** Position in the file of a character of an instruction's joined text. Lines and columns are 1-based. */
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
  /** The word that terminates the body, without quotes. */
  delimiter: string;
  /** Whether variables in the body are substituted, which they are unless the delimiter is quoted. */
  expand: boolean;
  /** Whether leading tabs are removed (`<<-`). */
  chomp: boolean;
  /** The first line of the body, or the line of the terminator if the body is empty. */
  startLine: number;
  body: string;
}

/** A part of the joined text that comes from a single source line. */
export interface TextPiece {
  /** Offset in the joined text where it begins. */
  offset: number;
  line: number;
  column: number;
}

export interface Instruction {
  /** Upper case, such as `RUN`. If it is not an instruction, the first word, whatever it is. */
  keyword: string;
  startLine: number;
  /** Last line, including heredoc bodies and their terminators. */
  endLine: number;
  /** Index of the stage; undefined before the first FROM. */
  stage: number | undefined;
  flags: Flag[];
  /** The text after the keyword and flags, with continuation lines joined and comment lines removed. */
  args: string;
  /** `args` split at white space, with quotes and escapes kept. Empty if a quote is not closed. */
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
   * The base image as written, and with the defaults of global ARGs substituted. `resolved` is undefined if a
   * variable has no default.
   */
  base: { written: string; resolved: string | undefined };
  /** Index of the stage that `FROM` names, if it names a stage. */
  parent: number | undefined;
  /** Does not include the FROM. */
  instructions: Instruction[];
}

export interface Directive {
  name: 'syntax' | 'escape' | 'check';
  value: string;
  line: number;
}

/** A reason why the file cannot be built, or a part that was skipped while reading it. */
interface Problem {
  line: number;
  endLine: number;
  message: string;
  /**
   * Set if the problem is the stage that a COPY names: its own stage, or one that does not exist. A separate
   * check explains these.
   */
  copySource?: 'itself' | 'unknown';
  /** Set if the instruction is above the first FROM. */
  aboveFrom?: true;
}

export interface Dockerfile {
  text: string;
  /** Without line endings and byte order mark; at least one line. */
  lines: readonly string[];
  directives: Directive[];
  escape: '\\' | '`';
  instructions: Instruction[];
  stages: Stage[];
  /** The known values of the ARGs before the first FROM. A stage sees only those it declares itself. */
  globals: ReadonlyMap<string, string>;
  /** Text of each comment, without the `#`, by line. */
  comments: Map<number, string>;
  problems: Problem[];
}

/** Position in the file for an offset into an instruction's `args`. For offsets past the end, the end. */
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

/** Values of a flag that can be given several times, such as `--mount`. */
export function flagValues(instruction: Instruction, name: string): string[] {
  return instruction.flags.filter((flag) => flag.name === name).map((flag) => flag.value ?? '');
}
