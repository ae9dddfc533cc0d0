export type { Check, CheckMeta, EvidenceKind, Measured, MeasuredInput } from './check/check.ts';
export { evidenceNames } from './check/evidence-names.ts';
export { optionDocs, type OptionDoc } from './check/option-docs.ts';
export { checks } from './checks/registry.ts';
export type {
  AttackOutcome,
  BuildSecretUse,
  BuildTrace,
  CanaryHit,
  ContainerObservation,
  Evidence,
  FrozenCheck,
  GpuEvidence,
  HealthObservation,
  ImageConfig,
  ImageEvidence,
  InstalledPackage,
  JobOutcome,
  Layer,
  LayerEntry,
  ObservedAlive,
  ObservedLoad,
  ObservedLoss,
  ObservedShutdown,
  PackageInventory,
  PackageProblem,
  ProbeOutcome,
  ReplayTrace,
  RunEvidence,
  Sbom,
  SbomComponent,
  SecretHit,
  StartOutcome,
  TraceStep,
  UnsearchedFile,
} from './evidence/evidence.ts';
export { counterpartsByTool, counterpartTools } from './check/counterparts.ts';
export { countedChecks } from './counted-checks.ts';
export { rubricProblems } from './rubric-problems.ts';
export { measuredScenarios } from './measured-scenarios.ts';
export { answerKnown } from './replay/answer-known.ts';
export type { ReplayQuestion } from './replay/answer-known.ts';
export type { RebuildProgress } from './replay/repeated-steps.ts';
export { cacheVerdict } from './replay/cache-verdict.ts';
export type { CacheVerdict } from './replay/cache-verdict.ts';
export type { AppliedFix } from './static/apply-fixes.ts';
export { grade } from './grade.ts';
export type { GradeInput } from './grade.ts';
export { attributeLayers } from './image/attribute-layers.ts';
export { contentGroupOf } from './image/content-groups.ts';
export { imageDiff } from './image/image-diff.ts';
export type { ImageDiff } from './image/image-diff.ts';
export { imageResult } from './image/image-result.ts';
export { replayInSteps, replayLayers } from './image/layer-replay.ts';
export type { LayerReplay, LivePath, ReplayedLayer, Waste, WasteKind } from './image/layer-replay.ts';
export { judgesText } from './regrade/judges-text.ts';
export { measuredPart } from './regrade/measured-part.ts';
export { recompute, type RecomputeInput } from './regrade/recompute.ts';
export { lastWords } from './verdict/wording.ts';
export { applyFixes, checkStatic, readStatic } from './read-text.ts';
export { findingsOf } from './static/read-static.ts';
export { ungraded } from './ungraded.ts';
export type { UngradedInput } from './ungraded.ts';
