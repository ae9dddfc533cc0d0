import { normalised } from '@dfm/dockerfile/python/requirement';
import type { LayerReplay } from './layer-replay.ts';

/** A Python distribution that is installed in the image. */
export interface PythonPackage {
  /** Normalised as in PEP 503. */
  name: string;
  version: string;
  /** `cu124` in `2.5.1+cu124`. */
  local: string | undefined;
  /** Index of the layer that contains it. */
  layer: number;
}

const metadata = /(?:^|\/)(?:site|dist)-packages\/([^/]+)\.dist-info\/METADATA$/u;
const cache = new WeakMap<LayerReplay, PythonPackage[]>();

/** The distributions visible in the image, read only from the names of their dist-info directories. */
export function pythonPackages(replay: LayerReplay): PythonPackage[] {
  const known = cache.get(replay);
  if (known !== undefined) return known;
  const packages = replay.live.flatMap(({ path, layer }) => {
    const directory = path.endsWith('/METADATA') ? metadata.exec(path)?.[1] : undefined;
    const dash = directory?.lastIndexOf('-') ?? -1;
    if (directory === undefined || dash <= 0) return [];
    const [version, local] = directory.slice(dash + 1).split('+', 2);
    return [{ name: normalised(directory.slice(0, dash)), version: version!, local, layer }];
  });
  cache.set(replay, packages);
  return packages;
}
