/** Something that can be written at a place. */
export interface Candidate {
  label: string;
  /** In Monaco's syntax for snippets: `$0` is where the cursor ends. */
  insert: string;
  kind: 'key' | 'value' | 'component' | 'directive' | 'option';
  /** A few words next to the label. */
  detail?: string | undefined;
  /** Markdown. */
  description?: string | undefined;
  /** Whether the place has it already, so that it is only explained. */
  isGiven?: boolean;
}

/** Candidates for the text between two offsets, which they replace. */
export interface Candidates {
  from: number;
  to: number;
  all: Candidate[];
}

/** A text that a snippet inserts as it is. */
export function literal(text: string): string {
  return text.replaceAll(/[\\$}]/g, String.raw`\$&`);
}
