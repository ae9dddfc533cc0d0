'use server';

import { PlatformError } from '@dfm/contracts';
import { hrefTo } from '@dfm/contracts/page-addresses';
import type { FormState, SaveHead } from '@dfm/contracts/page-data';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { actingOnContent } from '@/lib/authoring/content-access.ts';
import { fileHistory, restoreFile } from '@/lib/authoring/draft-history.ts';
import { handleForm } from '@/lib/http/handle-form.ts';
import { orMessage } from '@/lib/http/or-message.ts';

const name = z.string().max(1_000);
const restoreForm = z.object({ path: name, seen: name });

/** The saves of a file, newest first. */
export async function listFileSaves(
  draft: string,
  path: string,
): Promise<{ ok: true; saves: SaveHead[] } | { ok: false; message: string }> {
  return orMessage(async () => {
    const access = await actingOnContent();
    const names = z.tuple([name, name]).safeParse([draft, path]);
    if (!names.success) throw new PlatformError('bad-request', 'There is no such file.');
    return { ok: true, saves: await fileHistory(access, ...names.data) };
  });
}

/** Makes a file of a draft what it was after a save, and opens it. @param draft, commit unvalidated */
export async function submitRestore(
  draft: string,
  commit: string,
  _before: FormState,
  form: FormData,
): Promise<FormState> {
  return handleForm(form, restoreForm, async ({ path, seen }) => {
    const outcome = await restoreFile(await actingOnContent(), draft, { commit, path, seen });
    if (outcome.kind === 'conflict')
      throw new PlatformError(
        'conflict',
        'Someone saved this file after you opened this page. Load the page again.',
      );
    return redirect(`${hrefTo('draft', draft)}?${new URLSearchParams({ file: path })}`);
  });
}
