import { CopyOnWrite } from '@/components/figures/copy-on-write/copy-on-write.tsx';
import { ImageAndContainers } from '@/components/figures/image-and-containers/image-and-containers.tsx';
import { LifeCycle } from '@/components/figures/life-cycle/life-cycle.tsx';
import { ReferenceParts } from '@/components/figures/reference-parts/reference-parts.tsx';

/** Figures of module 2, which explain a mechanism and need no recorded run. */
export const imageFigures = { CopyOnWrite, ImageAndContainers, LifeCycle, ReferenceParts };
