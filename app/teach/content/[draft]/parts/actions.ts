'use server';

import type { DraftTree, Vocabulary } from '@dfm/contracts/page-data';
import { z } from 'zod';
import { actingOnContent } from '@/lib/authoring/content-access.ts';
import { draftTree } from '@/lib/authoring/drafts.ts';
import * as parts from '@/lib/authoring/parts.ts';
import { vocabularyOf } from '@/lib/authoring/vocabulary.ts';
import { orMessage } from '@/lib/http/or-message.ts';
import { validInput } from '@/lib/http/valid-input.ts';

type Refused = { ok: false; message: string };
type Made = { ok: true; open: string } | Refused;

const name = z.string().max(1_000);
const newPart = z.object({
  draft: name,
  kind: z.enum(['lesson', 'exercise']),
  slug: z.string().trim().max(100, 'A slug can have at most 100 characters.'),
});
const added = newPart.extend({
  title: z.string().trim().max(200, 'A title can have at most 200 characters.').optional(),
  module: name.optional(),
});
const copied = newPart.extend({ from: name });
const renamed = z.object({ draft: name, from: name, to: name, seen: name });

/** Everything that can be written in a draft, for completions. */
export async function readVocabulary(draft: string): Promise<{ ok: true; vocabulary: Vocabulary } | Refused> {
  return orMessage(async () => {
    const access = await actingOnContent();
    return { ok: true, vocabulary: await vocabularyOf(access, validInput(name, draft)) };
  });
}

/** Adds a lesson or an exercise from the skeleton. @returns the file to open */
export async function addPart(input: z.infer<typeof added>): Promise<Made> {
  return orMessage(async () => {
    const access = await actingOnContent();
    const { draft, ...part } = validInput(added, input);
    return {
      ok: true,
      open: await parts.addPart(access, draft, {
        ...part,
        title: part.title || undefined,
        module: part.module,
      }),
    };
  });
}

/** Copies a lesson or an exercise under a new slug. @returns the file to open */
export async function copyPart(input: z.infer<typeof copied>): Promise<Made> {
  return orMessage(async () => {
    const access = await actingOnContent();
    const { draft, ...part } = validInput(copied, input);
    return { ok: true, open: await parts.copyPart(access, draft, part) };
  });
}

/** Gives a file a new path. @returns the draft as it is then */
export async function renameFile(
  input: z.infer<typeof renamed>,
): Promise<{ ok: true; draft: DraftTree } | Refused> {
  return orMessage(async () => {
    const access = await actingOnContent();
    const { draft, ...paths } = validInput(renamed, input);
    await parts.renameFile(access, draft, paths);
    return { ok: true, draft: await draftTree(access, draft) };
  });
}
