import * as z from 'zod/mini';

/** `PUT /teach/content/<draft>/file`: whether the file was saved, or someone else saved it since. */
export const draftSaveSchema = z.object({ kind: z.enum(['saved', 'conflict']), commit: z.string() });
