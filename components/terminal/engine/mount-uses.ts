import type { EngineState } from '@dfm/contracts/engine-state';
import type { Container } from './engine-names.ts';

export interface MountUse {
  container: Container;
  /** The path in the container. */
  target: string;
  isReadOnly: boolean;
}

/** Something that containers mount: a volume's name, a path of the machine, or `''` for memory. */
export interface MountSource {
  source: string;
  uses: MountUse[];
}

export interface MountUses {
  /** All volumes, also those that no container mounts. */
  volumes: MountSource[];
  binds: MountSource[];
  /** At most one entry: every tmpfs belongs to one container. */
  memory: MountSource[];
}

/** Which containers mount what, and where. */
export function mountUses({ volumes, containers }: EngineState): MountUses {
  const sources = {
    volume: new Map<string, MountUse[]>(volumes.map(({ name }) => [name, []])),
    bind: new Map<string, MountUse[]>(),
    tmpfs: new Map<string, MountUse[]>(),
  };
  for (const container of containers) {
    for (const { kind, source, target, isReadOnly } of container.mounts) {
      const key = kind === 'tmpfs' ? '' : source;
      const uses = sources[kind].get(key) ?? [];
      uses.push({ container, target, isReadOnly });
      sources[kind].set(key, uses);
    }
  }
  const listed = (uses: Map<string, MountUse[]>) => [...uses].map(([source, by]) => ({ source, uses: by }));
  return { volumes: listed(sources.volume), binds: listed(sources.bind), memory: listed(sources.tmpfs) };
}
