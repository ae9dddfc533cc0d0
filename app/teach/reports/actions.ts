'use server';

import { PlatformError } from '@dfm/contracts';
import type { ReportInFile } from '@dfm/contracts/page-data';
import { z } from 'zod';
import { actingOnContent } from '@/lib/authoring/content-access.ts';
import { orMessage } from '@/lib/http/or-message.ts';
import { reportsInText } from '@/lib/reports/for-authors.ts';

const written = z.object({ path: z.string().max(1_000), text: z.string().max(200_000) });

/** The reports about a file that are not closed, with their lines in the text of the editor. */
export async function findReports(
  input: z.infer<typeof written>,
): Promise<{ ok: true; reports: ReportInFile[] } | { ok: false; message: string }> {
  return orMessage(async () => {
    const access = await actingOnContent();
    const { success, data } = written.safeParse(input);
    if (!success) throw new PlatformError('bad-request', 'This text is too long.');
    return { ok: true, reports: await reportsInText(access, data) };
  });
}
