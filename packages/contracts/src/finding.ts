import { z } from 'zod';

export const severitySchema = z.enum(['error', 'warning', 'info']);
export type Severity = z.infer<typeof severitySchema>;

/** A replacement of whole lines (1-based, inclusive). `text` without a trailing newline; '' deletes the lines. */
export const quickFixSchema = z.object({
  title: z.string(),
  startLine: z.int().positive(),
  endLine: z.int().positive(),
  text: z.string(),
});
export type QuickFix = z.infer<typeof quickFixSchema>;

/**
 * What a static check says about one place of one file. Columns are 1-based, `endColumn` exclusive (as in
 * Monaco).
 */
export const findingSchema = z.object({
  id: z.string(),
  path: z.string().default('Dockerfile'),
  line: z.int().positive(),
  endLine: z.int().positive(),
  column: z.int().positive(),
  endColumn: z.int().positive(),
  severity: severitySchema,
  message: z.string(),
  /** Rules of established tools that say the same of this finding (hadolint DL…, Trivy DS-…, Checkov CKV…). */
  also: z.array(z.string()),
  fix: quickFixSchema.optional(),
});
export type Finding = z.infer<typeof findingSchema>;

/**
 * A finding that a `# dfm ignore=` comment set aside: where it would have stood, and the reason the comment
 * gives.
 */
export const ignoredFindingSchema = z.object({
  id: z.string(),
  line: z.int().positive(),
  reason: z.string(),
});
export type IgnoredFinding = z.infer<typeof ignoredFindingSchema>;

/** What `dfm check --json` prints. */
export const checkReportSchema = z.object({
  version: z.literal(1),
  files: z.array(
    z.object({
      path: z.string(),
      findings: z.array(findingSchema),
      ignored: z.array(ignoredFindingSchema).default([]),
    }),
  ),
});
export type CheckReport = z.infer<typeof checkReportSchema>;
