import type {
  Axis,
  CheckResult,
  EditScenario,
  EvidenceItem,
  Finding,
  RunPlan,
  Severity,
} from '@dfm/contracts';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import type { Dockerfile } from '@dfm/dockerfile/syntax/model';
import type { ZodMiniType } from 'zod/mini';
import type { Evidence } from '../evidence/evidence.ts';
import type { LayerReplay } from '../image/layer-replay.ts';
import type { CacheVerdict } from '../replay/cache-verdict.ts';

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

/**
 * A finding without what the registry adds. A check whose findings are of several kinds says in each which
 * rules of other tools mean that kind (`also`); left out, it means all that the check names.
 */
export type StaticFinding = Omit<Finding, 'id' | 'severity' | 'also'> &
  Partial<Pick<Finding, 'severity' | 'also'>>;

export interface MeasuredInput<Options = unknown> {
  evidence: Evidence;
  dockerfile: Dockerfile;
  replay: LayerReplay | undefined;
  cache: CacheVerdict[] | undefined;
  /** Dockerfile line that made each layer of the image; undefined for the base's. Empty without an image. */
  layerLines: readonly (number | undefined)[];
  scenarios: EditScenario[];
  run: RunPlan | undefined;
  /** From the exercise's rubric, as the check's own schema reads them. */
  options: Options;
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

export interface Check<Options = unknown> {
  meta: CheckMeta;
  /**
   * Strict schema of what a rubric may set. Without one: `strict` where findings decide, nothing where it
   * measures.
   */
  options?: ZodMiniType<Options>;
  /** Runs in the editor, the CLI and the runner. */
  findings?(input: BuildSource): StaticFinding[];
  /**
   * The verdict from what was measured. A check without it is decided by its findings (only where nothing can
   * be measured, e.g. base-tag).
   */
  measure?(input: MeasuredInput<Options>): Measured;
  /** Scenarios whose image it measures, so that their replay always runs to its end. */
  measuredScenarios?(options: Options): readonly string[];
}
