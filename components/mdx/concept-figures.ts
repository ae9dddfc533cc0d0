import { HandoverView } from '@/components/figures/handover-view.tsx';
import { NamespaceView } from '@/components/figures/namespace-view.tsx';
import { SumOrder } from '@/components/figures/sum-order.tsx';
import { VmStack } from '@/components/figures/vm-stack.tsx';

/** Figures of module 1, which explain a mechanism and need no recorded run. */
export const conceptFigures = { HandoverView, VmStack, NamespaceView, SumOrder };
