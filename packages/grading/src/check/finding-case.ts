import type { BuildContext } from '@dfm/dockerfile/context/build-source';

/** Another tool whose verdict on a case can be asked for. */
export type Counterpart = 'hadolint' | 'buildkit' | 'checkov' | 'kics' | 'trivy';

/**
 * One Dockerfile and what a check's static side says to it. A file of cases is named as its check, `<id>.ts`,
 * and exports them as `cases`: they are the check's test, and what it is compared with other tools by.
 */
export interface FindingCase {
  /** Unique in its file. */
  name: string;
  dockerfile: string;
  /** Lines on which it fires, in file order, of the file that the finding names; empty for a near miss. */
  lines: number[];
  context?: BuildContext | undefined;
  /** The file after the first finding's fix; absent where no fix is offered. */
  fixed?: string | undefined;
  /**
   * Rules of other tools that its findings name, each once and in this order. One case of each kind of
   * finding has them.
   */
  also?: string[];
  /** Why a tool reports other rules on this case than our findings name, on purpose. */
  differs?: Partial<Record<Counterpart, string>>;
}
