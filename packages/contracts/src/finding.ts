import * as z from 'zod/mini';
import { positionSchema } from './numbers.ts';

export const severitySchema = z.enum(['error', 'warning', 'info']);
export type Severity = z.infer<typeof severitySchema>;

/** A replacement of complete lines (1-based, inclusive). `text` has no trailing newline; '' deletes the lines. */
export const quickFixSchema = z.object({
  title: z.string(),
  startLine: positionSchema,
  endLine: positionSchema,
  text: z.string(),
  /** What the container does may change, so a person has to choose it: `dfm check --fix` leaves it out. */
  needsReview: z.optional(z.boolean()),
});
export type QuickFix = z.infer<typeof quickFixSchema>;

/**
 * What a static check reports about one place in one file. Columns are 1-based, `endColumn` is exclusive (as
 * in Monaco).
 */
export const findingSchema = z.object({
  id: z.string(),
  path: z._default(z.string(), 'Dockerfile'),
  line: positionSchema,
  endLine: positionSchema,
  column: positionSchema,
  endColumn: positionSchema,
  severity: severitySchema,
  message: z.string(),
  /** Rules of established tools that report the same problem (hadolint DL…, Trivy DS-…, Checkov CKV…). */
  also: z.array(z.string()),
  fix: z.optional(quickFixSchema),
});
export type Finding = z.infer<typeof findingSchema>;

/** A finding that a `# dfm ignore=` comment ignores: its position, and the reason in the comment. */
export const ignoredFindingSchema = z.object({
  id: z.string(),
  line: positionSchema,
  reason: z.string(),
});
export type IgnoredFinding = z.infer<typeof ignoredFindingSchema>;

/** The output of `dfm check --json`. */
export const checkReportSchema = z.object({
  version: z.literal(1),
  files: z.array(
    z.object({
      path: z.string(),
      findings: z.array(findingSchema),
      ignored: z._default(z.array(ignoredFindingSchema), []),
    }),
  ),
});
export type CheckReport = z.infer<typeof checkReportSchema>;
