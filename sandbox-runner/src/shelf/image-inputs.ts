import { hashInputs } from '../host/input-hash.ts';
import { standInDir } from './debian-root.ts';
import { declaredList } from './declared.ts';

/**
 * Hash of what base images are made from. Compiling Python takes minutes, so of the packages only those count
 * that are in the images.
 */
export async function imageInputs(): Promise<string> {
  const lock = await declaredList('requirements.lock');
  const inImages = lock.split('\n').filter((line) => /^(?:pip|setuptools|wheel)==/.test(line));
  return hashInputs([standInDir], [await declaredList('images.yaml'), ...inImages]);
}
