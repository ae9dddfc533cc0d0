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

export type EvidenceKind = 'static' | 'context' | 'trace' | 'image' | 'run' | 'job' | 'gpu';

/** Metadata of a check. The page that learners see is generated from it. */
export interface CheckMeta {
  id: string;
  title: string;
  axis: Axis;
  /** Topic in the catalogue; may differ from the axis (reproducibility, ml). */
  topic: string;
  severity: Severity;
  defaultPoints: number;
  needs: EvidenceKind[];
  /** Equivalent rules of other tools: all that any of its findings names. */
  also: string[];
  /** What it detects, why it matters and how to fix it, in plain sentences. */
  detects: string;
  why: string;
  fix: string;
  bad: string;
  good: string;
}

/**
 * A finding without the fields that the registry adds. If a check has several kinds of findings, each finding
 * lists the equivalent rules of other tools in `also`. If left out, these are all rules that the check
 * names.
 */
export type StaticFinding = Omit<Finding, 'id' | 'severity' | 'also'> &
  Partial<Pick<Finding, 'severity' | 'also'>>;

export interface MeasuredInput<Options = unknown> {
  evidence: Evidence;
  dockerfile: Dockerfile;
  replay: LayerReplay | undefined;
  cache: CacheVerdict[] | undefined;
  /**
   * Dockerfile line that created each layer of the image; undefined for layers of the base. Empty without an
   * image.
   */
  layerLines: readonly (number | undefined)[];
  scenarios: EditScenario[];
  run: RunPlan | undefined;
  /** From the rubric of the exercise, parsed with the check's schema. */
  options: Options;
  /** Static findings of this check in the submission, used for their lines. */
  findings: Finding[];
}

export type Measured = Pick<CheckResult, 'status' | 'message'> &
  Partial<Pick<CheckResult, 'line' | 'endLine' | 'path' | 'next' | 'severity' | 'edits' | 'simulated'>> & {
    evidence?: EvidenceItem[];
    /** Share of the points earned, 0–1, for partial credit. Default: 1 for pass, 0.5 for warn, 0 for fail. */
    share?: number;
    /**
     * The image contains a secret. The run does not pass, regardless of points and rubric. Only for a check
     * with `mayDisqualify`.
     */
    disqualifies?: boolean;
  };

export interface Check<Options = unknown> {
  meta: CheckMeta;
  /**
   * Strict schema of the options that a rubric may set, each with a description. Without a schema, a check
   * decided by its findings accepts `strict`, and a check that measures accepts nothing.
   */
  options?: ZodMiniType<Options>;
  /** Runs in the editor, the CLI and the runner. */
  findings?(input: BuildSource): StaticFinding[];
  /**
   * The verdict from measurements. A check without this is decided by its findings, for example where nothing
   * can be measured.
   */
  measure?(input: MeasuredInput<Options>): Measured;
  /** Whether it can fail a run of an exercise whose rubric does not name it. */
  mayDisqualify?: true;
  /**
   * Whether it measures something that only the task of an exercise asks for, so that elsewhere nothing is
   * missing.
   */
  onlyInRubric?: true;
  /** Scenarios whose images it measures, so that their replays always run to the end. */
  measuredScenarios?(options: Options): readonly string[];
}
