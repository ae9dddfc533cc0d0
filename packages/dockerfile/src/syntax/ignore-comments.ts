import type { Dockerfile, Instruction } from './model.ts';

/** One `# dfm ignore=<id>[,<id>] <reason>` or `# dfm ignore-file=<id>[,<id>] <reason>`, well formed or not. */
export interface IgnoreComment {
  line: number;
  wholeFile: boolean;
  ids: string[];
  /** Empty where none is given: such a comment has no effect. */
  reason: string;
  /** What `ignore` applies to: the instruction right below, or the one the comment stands in. */
  target: Instruction | undefined;
  /** Whether an `ignore-file` stands above the first instruction, where alone it counts. */
  atTop: boolean;
}

const intent = /^dfm\s+ignore(-file)?(?=[\s=:]|$)/u;

/** Every comment that means to silence a check, in file order. Time is linear in the file. */
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
    // A comment may stand on other comments, not on an empty line.
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
 * Reads `=id,id reason`; spaces may follow a comma. Id by id, because one expression for the list runs out of
 * stack on a long one.
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

/** Whether the comment silences anything, as far as its own form goes. */
export function takesEffect({ reason, wholeFile, atTop, target }: IgnoreComment): boolean {
  return reason !== '' && (wholeFile ? atTop : target !== undefined);
}

/** The comment that silences a check at a place; undefined where it is not silenced. */
export type Silenced = (
  id: string,
  place: { path?: string | undefined; line?: number | undefined },
) => IgnoreComment | undefined;

/**
 * What the comments of a Dockerfile silence. A comment above an instruction reaches only places in the
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
