import type { DraftTree, Vocabulary } from '@dfm/contracts/page-data';

type Refused = { ok: false; message: string };

/** A lesson or an exercise. */
export type PartKind = 'lesson' | 'exercise';

/** What was made, and the file to open. */
export type Made = { ok: true; open: string } | Refused;

/** The server actions that concern several files of a draft, or its names. */
export interface PartActions {
  readVocabulary(draft: string): Promise<{ ok: true; vocabulary: Vocabulary } | Refused>;
  /** @param module slug of the module to list it in; undefined for none */
  addPart(input: {
    draft: string;
    kind: PartKind;
    title: string;
    slug: string;
    module: string | undefined;
  }): Promise<Made>;
  copyPart(input: { draft: string; kind: PartKind; from: string; slug: string }): Promise<Made>;
  renameFile(input: {
    draft: string;
    from: string;
    to: string;
    seen: string;
  }): Promise<{ ok: true; draft: DraftTree } | Refused>;
}
