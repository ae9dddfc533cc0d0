import type { CudaInstall } from '@dfm/contracts';

/**
 * What a package in an install with CUDA is: the framework itself, NVIDIA's libraries, triton, or anything
 * else.
 */
type WheelKind = 'framework' | 'nvidia' | 'compiler' | 'rest';

export interface WheelRow {
  kind: WheelKind;
  /** Names with versions, the largest first. */
  packages: string[];
  wheelBytes: number;
  unpackedBytes: number;
}

const kinds: readonly WheelKind[] = ['framework', 'nvidia', 'compiler', 'rest'];

/** The packages of an install by kind, without the kinds that it has none of. */
export function wheelRows({ requirement, packages }: CudaInstall): WheelRow[] {
  const framework = /^[\w.-]+/u.exec(requirement)?.[0];
  const kindOf = (name: string): WheelKind => {
    if (name === framework) return 'framework';
    if (/^(?:nvidia|cuda)-/u.test(name)) return 'nvidia';
    return name === 'triton' ? 'compiler' : 'rest';
  };
  return kinds
    .map((kind) => ({ kind, members: packages.filter(({ name }) => kindOf(name) === kind) }))
    .filter(({ members }) => members.length > 0)
    .map(({ kind, members }) => ({
      kind,
      packages: members.map(({ name, version }) => `${name} ${version}`),
      wheelBytes: members.reduce((sum, { wheelBytes }) => sum + wheelBytes, 0),
      unpackedBytes: members.reduce((sum, { unpackedBytes }) => sum + unpackedBytes, 0),
    }));
}
