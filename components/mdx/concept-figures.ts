import { CapabilityMap } from '@/components/figures/capability-map/capability-map.tsx';
import { CommandWords } from '@/components/figures/command-words/command-words.tsx';
import { CopyOnWrite } from '@/components/figures/copy-on-write/copy-on-write.tsx';
import { CudaExplorer } from '@/components/figures/cuda-explorer/cuda-explorer.tsx';
import { DataLifetime } from '@/components/figures/data-lifetime/data-lifetime.tsx';
import { DeviceNumbers } from '@/components/figures/device-numbers/device-numbers.tsx';
import { EntrypointTable } from '@/components/figures/entrypoint-table.tsx';
import { GpuStack } from '@/components/figures/gpu-stack/gpu-stack.tsx';
import { HandoverView } from '@/components/figures/handover-view.tsx';
import { ImageAndContainers } from '@/components/figures/image-and-containers/image-and-containers.tsx';
import { LifeCycle } from '@/components/figures/life-cycle/life-cycle.tsx';
import { NamespaceView } from '@/components/figures/namespace-view.tsx';
import { ProbeTimeline } from '@/components/figures/probe-timeline/probe-timeline.tsx';
import { ReferenceParts } from '@/components/figures/reference-parts/reference-parts.tsx';
import { SharedMemory } from '@/components/figures/shared-memory/shared-memory.tsx';
import { SumOrder } from '@/components/figures/sum-order.tsx';
import { VmStack } from '@/components/figures/vm-stack.tsx';
import { StageGraph } from './stage-graph.tsx';
import { VariableScope } from './variable-scope.tsx';

/** Figures that explain a mechanism and do not need a recorded run. */
export const conceptFigures = {
  CapabilityMap,
  CommandWords,
  CopyOnWrite,
  CudaExplorer,
  DeviceNumbers,
  DataLifetime,
  EntrypointTable,
  GpuStack,
  HandoverView,
  ImageAndContainers,
  LifeCycle,
  NamespaceView,
  ProbeTimeline,
  ReferenceParts,
  SharedMemory,
  StageGraph,
  SumOrder,
  VariableScope,
  VmStack,
};
