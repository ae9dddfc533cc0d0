import type {
  Axis,
  CheckResult,
  EditScenario,
  EvidenceItem,
  Finding,
  RunPlan,
  Severity,
} from '@dfm/contracts';
import type { CacheVerdict } from './cache/cache-verdict.ts';
import type { Dockerfile } from './dockerfile/model.ts';
import type { ContextEvidence, Evidence } from './evidence.ts';
import type { LayerReplay } from './image/layer-replay.ts';

export type EvidenceKind = 'static' | 'context' | 'trace' | 'image' | 'run' | 'gpu';

/** What every check says of itself. The learner-facing page is generated from it. */
export interface CheckMeta {
  id: string;
  title: string;
  axis: Axis;
  /** Topic of the catalogue, where it differs from the axis (reproducibility, ml). */
  topic: string;
  severity: Severity;
  defaultPoints: number;
  needs: EvidenceKind[];
  /** Rules of other tools that say the same as its findings: all that any of them names. */
  also: string[];
  /** What it detects, why it matters, how to mend it: plain sentences. */
  detects: string;
  why: string;
  fix: string;
  bad: string;
  good: string;
}

export interface StaticInput {
  dockerfile: Dockerfile;
  /** Undefined when only a Dockerfile is at hand (stdin, a single file): context checks are then silent. */
  context: ContextEvidence | undefined;
}

/**
 * A finding without what the registry adds. A check whose findings are of several kinds says in each which
 * rules of other tools mean that kind (`also`); left out, it means all that the check names.
 */
export type StaticFinding = Omit<Finding, 'id' | 'severity' | 'also'> &
  Partial<Pick<Finding, 'severity' | 'also'>>;

export interface MeasuredInput {
  evidence: Evidence;
  dockerfile: Dockerfile;
  replay: LayerReplay | undefined;
  cache: CacheVerdict[] | undefined;
  /** Dockerfile line that made each layer of the image; undefined for the base's. Empty without an image. */
  layerLines: readonly (number | undefined)[];
  scenarios: EditScenario[];
  run: RunPlan | undefined;
  /** From the exercise's rubric; the check validates its own. */
  options: Record<string, unknown>;
  /** This check's static findings on the submission, for lines. */
  findings: Finding[];
}

export type Measured = Pick<CheckResult, 'status' | 'message'> &
  Partial<Pick<CheckResult, 'line' | 'endLine' | 'path' | 'next' | 'severity'>> & {
    evidence?: EvidenceItem[];
    /**
     * Share of the points earned, 0–1, where partial credit is due; by default 1 for pass, 0.5 for warn, 0
     * for fail.
     */
    share?: number;
    /**
     * The image carries what no points can make up for, a secret: the run does not pass, whatever the
     * exercise's rubric says.
     */
    disqualifies?: boolean;
  };

export interface Check {
  meta: CheckMeta;
  /** Runs in the editor, the CLI and the runner. */
  findings?(input: StaticInput): StaticFinding[];
  /**
   * The verdict from what was measured. A check without it is decided by its findings (only where nothing can
   * be measured, e.g. base-tag).
   */
  measure?(input: MeasuredInput): Measured;
}
