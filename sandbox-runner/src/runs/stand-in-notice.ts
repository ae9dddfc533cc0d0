import { formatBytes } from '@dfm/contracts/quantity';
import type { ImageConfig } from '@dfm/grading';
import { officialImage, pythonRelease } from '../shelf/official-images.ts';

/**
 * The notice about a base image that was built here, for readers of a verdict.
 *
 * @param env of the image that was built on it, which includes the base's
 */
export async function standInNotice(reference: string, { env }: Pick<ImageConfig, 'env'>): Promise<string> {
  const made = `${reference} is a stand-in built from Debian packages, because no registry could be reached.`;
  const official = await officialImage(reference);
  if (official === undefined) return `${made} Its versions and sizes may differ from the official image.`;
  const own = pythonRelease(env);
  const release = official.environment.PYTHON_VERSION;
  const python = own === undefined || own === release ? '' : `, but Python ${own} instead of ${release}`;
  return `${made} It has the official image’s packages and paths${python}. Its size is within 10 % of the official ${formatBytes(official.megabytes * 1e6)}.`;
}
