import * as z from 'zod/mini';
import { reportKinds, reportMax } from '../content-reports.ts';

/** A passage as the page shows it, and what identifies it in the source after edits. */
export const passageSchema = z.object({
  /**
   * `#<heading>`, `<quiz>/<question>` or `<quiz>/<question>/<option>`; empty before the first heading. In a
   * lab, the ID of the step whose text it is; empty elsewhere.
   */
  anchor: z.string().check(z.maxLength(300)),
  /** On one line. */
  quote: z.string().check(z.minLength(1), z.maxLength(reportMax.quote)),
  before: z.string().check(z.maxLength(reportMax.context)),
  after: z.string().check(z.maxLength(reportMax.context)),
});
export type Passage = z.infer<typeof passageSchema>;

/** What a reader reports about a passage of a lesson, of an exercise's task, or of a lab. */
export const sentReportSchema = z.extend(passageSchema, {
  part: z.enum(['lesson', 'exercise', 'lab']),
  slug: z.string().check(z.maxLength(100)),
  kind: z.enum(reportKinds),
  /** In the reader's words; may be empty. */
  text: z.string().check(z.maxLength(reportMax.text)),
});
export type SentReport = z.infer<typeof sentReportSchema>;

/** The answer to a report. */
export type ReportReply = { ok: true } | { ok: false; message: string };
