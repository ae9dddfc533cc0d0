/**
 * Kinds of instruction that share a colour: in the editor's gutter, the waterfall, the layer stack and the
 * replay.
 */
export const instructionKinds = ['from', 'run', 'copy', 'workdir', 'arg', 'config'] as const;
export type InstructionKind = (typeof instructionKinds)[number];

/** Name of each kind as a legend says it. */
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
 * The kind of an instruction. In: its keyword (`RUN`), or a step's or layer's text that begins with it, with
 * or without BuildKit's `[stage 2/6]` prefix. Out: `config` for every other keyword.
 */
export function instructionKind(text: string): InstructionKind {
  const keyword =
    text
      .replace(/^\[[^\]]*\]\s*/, '')
      .trimStart()
      .split(/\s/, 1)[0] ?? '';
  return kindOf[keyword.toUpperCase()] ?? 'config';
}

/** CSS colour of a kind, following the theme. */
export function kindColor(kind: InstructionKind): string {
  return `var(--kind-${kind})`;
}
