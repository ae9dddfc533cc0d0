import type { CudaWheels as Wheels } from '@dfm/contracts';
import { CudaWheels } from '@/components/figures/cuda-wheels/cuda-wheels.tsx';
import { RunSwitch } from './run-switch.tsx';

/** A lesson's components that show the sizes of wheels with CUDA. */
export function cudaFigures({ installs, recordedOn }: Wheels) {
  return {
    CudaWheels({ caption }: { caption?: string }) {
      return (
        <RunSwitch legend="What to install" labels={installs.map(({ requirement }) => requirement)}>
          {installs.map((install) => (
            <CudaWheels
              key={install.requirement}
              install={install}
              recordedOn={recordedOn}
              caption={caption}
            />
          ))}
        </RunSwitch>
      );
    },
  };
}
