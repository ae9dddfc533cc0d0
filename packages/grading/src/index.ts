export type { Check, CheckMeta, EvidenceKind, Measured, MeasuredInput, StaticInput } from './check.ts';
export { checks } from './check-registry.ts';
export type {
  BuildSecretUse,
  BuildTrace,
  CanaryHit,
  ContainerObservation,
  ContextEvidence,
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
  ObservedShutdown,
  PackageInventory,
  PackageProblem,
  ProbeOutcome,
  ReplayTrace,
  RunEvidence,
  SecretHit,
  TraceStep,
  UnsearchedFile,
} from './evidence.ts';
export { counterpartsByTool, counterpartTools } from './counterparts.ts';
export { answerKnown } from './cache/answer-known.ts';
export type { ReplayQuestion } from './cache/answer-known.ts';
export { copiesPath, sourcesOutsideContext } from './cache/copied-paths.ts';
export { installsDependencies } from './cache/dependency-step.ts';
export type { RebuildProgress } from './cache/repeated-steps.ts';
export { cacheVerdict } from './cache/cache-verdict.ts';
export type { CacheVerdict } from './cache/cache-verdict.ts';
export { parseDockerignore } from './context/dockerignore.ts';
export type { Dockerignore } from './context/dockerignore.ts';
export { syntaxDirective, isOfficialFrontend, neutraliseSyntax } from './dockerfile/directives.ts';
export { lineOfStep } from './dockerfile/line-of-step.ts';
export type { Dockerfile, Instruction, Stage } from './dockerfile/model.ts';
export { parseDockerfile } from './dockerfile/parse.ts';
export { applyFixes } from './fix/apply-fixes.ts';
export type { AppliedFix } from './fix/apply-fixes.ts';
export { grade } from './grade.ts';
export type { GradeInput } from './grade.ts';
export { attributeLayers } from './image/attribute-layers.ts';
export { contentGroupOf } from './image/content-groups.ts';
export { imageDiff } from './image/image-diff.ts';
export type { ImageDiff } from './image/image-diff.ts';
export { imageResult } from './image/image-result.ts';
export { replayInSteps, replayLayers } from './image/layer-replay.ts';
export type { LayerReplay, LivePath, ReplayedLayer, Waste, WasteKind } from './image/layer-replay.ts';
export { lastWords } from './score/wording.ts';
export { secretMounts } from './static/mounts.ts';
export { checkStatic, findingsOf, readStatic } from './static/check-static.ts';
export { ungraded } from './ungraded.ts';
export type { UngradedInput } from './ungraded.ts';
