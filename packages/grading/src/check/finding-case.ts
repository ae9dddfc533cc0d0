import type { BuildContext } from '@dfm/dockerfile/context/build-source';

/** Other tools whose verdict on a case is recorded. */
export type Counterpart = 'hadolint' | 'buildkit' | 'checkov' | 'kics' | 'trivy';

/**
 * A Dockerfile with the expected static findings of a check. The folder of each check has a file `cases.ts`
 * that exports them as `cases`. They are the tests of the check, and are used to compare it with other
 * tools.
 */
export interface FindingCase {
  /** Unique in its file. */
  name: string;
  dockerfile: string;
  /** Lines with findings, in file order, in the file that the finding names; empty for a near miss. */
  lines: number[];
  context?: BuildContext | undefined;
  /** The file after the fix of the first finding; absent if there is no fix. */
  fixed?: string | undefined;
  /**
   * Rules of other tools that its findings name, each once and in this order. Set in one case for each kind
   * of finding.
   */
  also?: string[];
  /** Why a tool reports different rules on this case than our findings name, for intended differences. */
  differs?: Partial<Record<Counterpart, string>>;
}
