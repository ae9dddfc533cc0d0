import 'server-only';
import type { LessonOutputs, ResultDocument } from '@dfm/contracts';
import { db } from '../db/client.ts';
import { storable } from '../db/storable.ts';

/** Position of one thing that a proof checks. */
export interface ItemKey {
  proofId: string;
  position: number;
}

interface Answer {
  /** Sentences; empty if it behaves as declared. */
  defects: string[];
  recorded?: LessonOutputs | ResultDocument;
  /** Whether the draft has another recording. */
  isUnsaved?: boolean;
}

/** Writes the answer of an item that has none yet. */
export async function answerItem(key: ItemKey, { defects, recorded, isUnsaved }: Answer): Promise<void> {
  await db().proofItem.updateMany({
    where: { ...key, judgedAt: null },
    data: {
      judgedAt: new Date(),
      defects,
      ...(recorded && { recorded: storable(recorded), isUnsaved: isUnsaved ?? false }),
    },
  });
}
