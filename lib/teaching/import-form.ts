import 'server-only';
import { z } from 'zod';

/** Characters. The readers of files have their own limit, in bytes, and say so in words. */
const CSV_MAX = 2_000_000;

/** A file of many rows, and whether to import it or only to show what that would do. */
export const importForm = z.object({
  do: z.enum(['preview', 'import']),
  csv: z.string().max(CSV_MAX, 'The file is too large. Split it into several files.'),
});
