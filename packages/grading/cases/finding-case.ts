import type { ContextEvidence } from '../src/evidence.ts';

/** Another tool whose verdict on a case can be asked for. */
export type Counterpart = 'hadolint' | 'buildkit' | 'checkov' | 'kics' | 'trivy';

/**
 * One Dockerfile and what a check's static side says to it. A file of cases is named as its check, `<id>.ts`, and
 * exports them as `cases`: they are the check's test, and what it is compared with other tools by.
 */
export interface FindingCase {
  /** Unique in its file. */
  name: string;
  dockerfile: string;
  /** Lines on which it fires, in file order, of the file that the finding names; empty for a near miss. */
  lines: number[];
  context?: ContextEvidence | undefined;
  /** The file after the first finding's fix; absent where no fix is offered. */
  fixed?: string | undefined;
  /** Tools that have a rule for a part of what the check is about, but not for this part: they are silent and not compared. */
  outside?: Counterpart[];
  /** Why a tool's verdict on this case differs from ours on purpose. */
  differs?: Partial<Record<Counterpart, string>>;
}
