import 'server-only';
import { reportMax } from '@dfm/contracts/content-reports';
import { z } from 'zod';
import { storable } from '../db/storable.ts';

const words = (missing: string) =>
  z
    .string()
    .max(10 * reportMax.text)
    .transform((text) => storable(text).trim())
    .pipe(
      z
        .string()
        .min(1, missing)
        .max(
          reportMax.text,
          `A text has at most ${reportMax.text.toLocaleString('en')} characters. Please shorten it.`,
        ),
    );

export const replyForm = z.object({ text: words('Write something first.') });
export const declineForm = z.object({ text: words('Say why, because the reader sees it.') });
export const fixForm = z.object({
  commit: z.string().regex(/^[0-9a-f]{40}$/, 'Choose the save or the version that fixed it.'),
});
export const draftForm = z.object({ name: z.string().trim().min(1, 'Enter a name.').max(40) });
export const noFields = z.object({});
