export type { ContextEvidence, Evidence, ImageConfig, ImageEvidence, Layer, LayerEntry, SecretHit, TraceStep, BuildTrace, ReplayTrace, RunEvidence, ContainerObservation, ProbeOutcome } from './evidence.ts';
export { replayLayers } from './image/layer-replay.ts';
export type { LayerReplay, LivePath, ReplayedLayer, Waste, WasteKind } from './image/layer-replay.ts';
