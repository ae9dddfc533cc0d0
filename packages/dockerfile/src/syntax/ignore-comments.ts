import type { Dockerfile, Instruction } from './model.ts';

/**
 * One `# dfm ignore=<id>[,<id>] <reason>` or `# dfm ignore-file=<id>[,<id>] <reason>`, whether well formed or
 * not.
 */
export interface IgnoreComment {
  line: number;
  wholeFile: boolean;
  ids: string[];
  /** Empty if none is given; the comment then has no effect. */
  reason: string;
  /**
   * The instruction that `ignore` applies to: the one directly below the comment, or the one that contains
   * it.
   */
  target: Instruction | undefined;
  /** Whether the comment is above the first instruction, the only place where `ignore-file` has an effect. */
  atTop: boolean;
}

const intent = /^dfm\s+ignore(-file)?(?=[\s=:]|$)/u;

/** Every comment intended to silence a check, in file order. Takes time linear in the file. */
export function ignoreComments({
  comments,
  instructions,
}: Pick<Dockerfile, 'comments' | 'instructions'>): IgnoreComment[] {
  const found: IgnoreComment[] = [];
  let next = instructions.length;
  let target: Instruction | undefined;
  let below = 0;
  for (const [line, text] of [...comments].reverse()) {
    while (next > 0 && instructions[next - 1]!.endLine >= line) next -= 1;
    const instruction = instructions[next];
    if (instruction !== undefined && instruction.startLine <= line + 1) target = instruction;
    // Other comments may be between the comment and its instruction, but no empty line.
    else if (below !== line + 1) target = undefined;
    below = line;
    const match = intent.exec(text);
    if (match === null) continue;
    const { ids, reason } = idsAndReason(text, match[0].length);
    found.push({
      line,
      wholeFile: match[1] !== undefined,
      ids,
      reason,
      target,
      atTop: next === 0 && (instruction === undefined || line < instruction.startLine),
    });
  }
  return found.reverse();
}

/**
 * Reads `=id,id reason`; spaces may follow a comma. Reads one id at a time, because a regular expression for
 * the list would exhaust the stack on a long one.
 */
function idsAndReason(text: string, from: number): Pick<IgnoreComment, 'ids' | 'reason'> {
  const ids: string[] = [];
  if (text[from] !== '=') return { ids, reason: '' };
  const item = /([^\s,]+)(,\s*)?/uy;
  item.lastIndex = from + 1;
  let end = item.lastIndex;
  for (let match = item.exec(text); match !== null; match = match[2] === undefined ? null : item.exec(text)) {
    ids.push(match[1]!);
    end = item.lastIndex;
  }
  const reason = text.slice(end).trim();
  return { ids, reason: /[\p{L}\p{N}]/u.test(reason) ? reason : '' };
}

/** Whether the comment has everything it needs to silence a check. */
export function takesEffect({ reason, wholeFile, atTop, target }: IgnoreComment): boolean {
  return reason !== '' && (wholeFile ? atTop : target !== undefined);
}

/** The comment that silences a check at a location; undefined if it is not silenced there. */
export type Silenced = (
  id: string,
  location: { path?: string | undefined; line?: number | undefined },
) => IgnoreComment | undefined;

/**
 * What the comments of a Dockerfile silence. A comment above an instruction applies only to locations in the
 * Dockerfile.
 */
export function silencedBy(dockerfile: Dockerfile): Silenced {
  const inFile = new Map<string, IgnoreComment>();
  const inInstruction = new Map<Instruction, Map<string, IgnoreComment>>();
  for (const comment of ignoreComments(dockerfile)) {
    if (!takesEffect(comment)) continue;
    const { wholeFile, target, ids } = comment;
    let byId = wholeFile ? inFile : inInstruction.get(target!);
    if (byId === undefined) inInstruction.set(target!, (byId = new Map()));
    for (const id of ids) byId.set(id, comment);
  }
  return (id, { path = 'Dockerfile', line }) => {
    const own =
      path === 'Dockerfile' && line !== undefined && inInstruction.size > 0
        ? instructionAt(dockerfile.instructions, line)
        : undefined;
    return (own === undefined ? undefined : inInstruction.get(own)?.get(id)) ?? inFile.get(id);
  };
}

function instructionAt(instructions: readonly Instruction[], line: number): Instruction | undefined {
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (instructions[middle]!.endLine < line) low = middle + 1;
    else high = middle;
  }
  const found = instructions[low];
  return found !== undefined && found.startLine <= line ? found : undefined;
}
