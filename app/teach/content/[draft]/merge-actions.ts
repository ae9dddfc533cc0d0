'use server';

import { PlatformError } from '@dfm/contracts';
import { z } from 'zod';
import { actingOnContent } from '@/lib/authoring/content-access.ts';
import { bringIn, type MergeOutcome } from '@/lib/authoring/merge.ts';
import { orMessage } from '@/lib/http/or-message.ts';

const side = z.enum(['ours', 'theirs', 'ours then theirs', 'theirs then ours']);
const decision = z.union([
  z.enum(['ours', 'theirs']),
  z.object({ text: z.string().max(200_000) }),
  z.object({ sides: z.array(side).max(10_000) }),
]);
const input = z.object({
  draft: z.string().max(1_000),
  with: z.object({ draft: z.string().max(40), main: z.string().max(40) }),
  files: z.array(z.tuple([z.string().max(1_000), decision])).max(20_000),
  despiteProblems: z.boolean(),
});

/** Brings the newest version into a draft, with the author's decisions. */
export async function mergeNewest(
  given: z.infer<typeof input>,
): Promise<{ ok: true; outcome: MergeOutcome } | { ok: false; message: string }> {
  return orMessage(async () => {
    const access = await actingOnContent();
    const parsed = input.safeParse(given);
    if (!parsed.success) throw new PlatformError('bad-request', parsed.error.issues[0]!.message);
    const { draft, ...decisions } = parsed.data;
    return { ok: true, outcome: await bringIn(access, draft, decisions) };
  });
}
