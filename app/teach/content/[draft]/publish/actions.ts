'use server';

import type { FormState } from '@dfm/contracts/page-data';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { actingOnContent } from '@/lib/authoring/content-access.ts';
import { handleForm } from '@/lib/http/handle-form.ts';
import { publishDraft } from '@/lib/proofs/publish.ts';
import { saveRecordings } from '@/lib/proofs/save-recordings.ts';
import { startProof } from '@/lib/proofs/start-proof.ts';
import { stopProof } from '@/lib/proofs/stop-proof.ts';

const publishingForm = z.object({ do: z.enum(['check', 'stop', 'save', 'publish']) });

/**
 * The buttons of the page before publishing.
 *
 * @param draft unvalidated
 */
export async function submitPublishing(
  draft: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, publishingForm, async ({ do: what }) => {
    const access = await actingOnContent();
    const done = await steps[what](access, draft);
    refresh();
    return done === undefined ? {} : { done };
  });
}

/** Each returns what was done, unless the page shows it. */
const steps = {
  async check(access, draft) {
    await startProof(access, draft);
    return undefined;
  },
  async stop(access, draft) {
    await stopProof(access, draft);
    return undefined;
  },
  async save(access, draft) {
    await saveRecordings(access, draft);
    await startProof(access, draft);
    return 'The recordings are in the draft.';
  },
  async publish(access, draft) {
    const version = await publishDraft(access, draft);
    return `Version ${version} is published. Classes that follow the newest version see it now.`;
  },
} as const satisfies Record<
  z.infer<typeof publishingForm>['do'],
  (access: Awaited<ReturnType<typeof actingOnContent>>, draft: string) => Promise<string | undefined>
>;
