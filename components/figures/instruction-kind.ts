/**
 * Kinds of instruction, each with its own colour in the editor margin, the waterfall, the layer stack and the
 * replay.
 */
const instructionKinds = ['from', 'run', 'copy', 'workdir', 'arg', 'config'] as const;
export type InstructionKind = (typeof instructionKinds)[number];

/** Name of each kind, for legends. */
export const kindLabel: Record<InstructionKind, string> = {
  from: 'Base (FROM)',
  run: 'RUN',
  copy: 'COPY, ADD',
  workdir: 'WORKDIR',
  arg: 'ARG',
  config: 'Image config (ENV, CMD, USER …)',
};

const kindOf: Record<string, InstructionKind> = {
  FROM: 'from',
  RUN: 'run',
  COPY: 'copy',
  ADD: 'copy',
  WORKDIR: 'workdir',
  ARG: 'arg',
};

/**
 * The kind of an instruction.
 *
 * @param text a keyword (`RUN`), or the text of a step or layer that begins with one, with or without the
 *   `[stage 2/6]` prefix of BuildKit
 * @returns `config` for every other keyword
 */
export function instructionKind(text: string): InstructionKind {
  const keyword =
    text
      .replace(/^\[[^\]]*\]\s*/, '')
      .trimStart()
      .split(/\s/, 1)[0] ?? '';
  return kindOf[keyword.toUpperCase()] ?? 'config';
}

/** CSS colour of a kind, depending on the theme. */
export function kindColor(kind: InstructionKind): string {
  return `var(--kind-${kind})`;
}

/** The kinds that occur in a figure's rows, in the order of its legend. */
export function kindsIn(rows: readonly { kind: InstructionKind }[]): InstructionKind[] {
  return instructionKinds.filter((kind) => rows.some((row) => row.kind === kind));
}
