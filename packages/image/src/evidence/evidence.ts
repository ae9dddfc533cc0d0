import { truncateMiddle } from '@dfm/contracts';
import { replayInSteps } from '@dfm/grading';
import type { ImageConfig, ImageEvidence, Layer } from '@dfm/grading';
import type { LayerScan } from '../layers/layer-scan.ts';
import type { Canaries } from '../secrets/canaries.ts';
import { Turns } from '../tar/turns.ts';
import { installedPackages } from './installed-packages.ts';
import { missingLibraries } from './missing-libraries.ts';
import { findCanaries, findSecrets, findUnsearched, withSecretsHidden } from './secret-hits.ts';

export interface BaseImage {
  /**
   * Uncompressed layer digests of the base image, from the bottom up. The layers shared with them are the
   * base's.
   */
  baseDiffIds?: readonly string[];
  base?: ImageEvidence['base'];
}

export interface ImageSetting extends BaseImage {
  /** Of the configuration document, as `configBytes` counts them. */
  configBytes: number;
  /** Values that a build was given and must not have left in the image. */
  canaries?: Canaries;
}

/** Of a history entry: more than any command that a reader wants to see. */
const maxCharacters = 2_000;

/** The image that is put together now, or was last. */
let before: Promise<unknown> = Promise.resolve();

/**
 * Puts together what was read of an image; one image at a time, since the replay takes several times the
 * memory of what it leaves.
 *
 * @param scans one for each of the configuration's layers, from the bottom up
 */
export function imageEvidence(
  config: ImageConfig,
  scans: readonly LayerScan[],
  setting: ImageSetting,
): Promise<ImageEvidence> {
  const evidence = before.then(() => putTogether(config, scans, setting));
  before = evidence.catch(() => undefined);
  return evidence;
}

async function putTogether(
  config: ImageConfig,
  scans: readonly LayerScan[],
  { base, baseDiffIds = [], canaries, configBytes }: ImageSetting,
): Promise<ImageEvidence> {
  const turns = new Turns();
  const baseLayers = sharedPrefix(config.diffIds, baseDiffIds);
  // Secrets are looked for in the whole configuration; its history, which repeats every build argument, goes
  // on truncateMiddle.
  const shown = withSecretsHidden(config);
  const told = {
    ...shown,
    history: shown.history.map((entry) => ({
      ...entry,
      createdBy: truncateMiddle(entry.createdBy, maxCharacters),
    })),
  };
  const createdBy = creators(told);
  const layers: Layer[] = scans.map((scan, index) => ({
    diffId: scan.diffId,
    createdBy: createdBy[index] ?? '',
    entries: scan.entries,
  }));
  const shared = new Map(scans.slice(baseLayers).flatMap((scan) => [...scan.shared]));
  const libraryPath =
    config.env
      .find((entry) => entry.startsWith('LD_LIBRARY_PATH='))
      ?.slice('LD_LIBRARY_PATH='.length)
      .split(':') ?? [];
  const replay = await turns.through(replayInSteps(layers, baseLayers));
  return {
    config: told,
    layers,
    baseLayers,
    transfer: { total: tarBytes(scans) + configBytes, base: tarBytes(scans.slice(0, baseLayers)) },
    base,
    secrets: findSecrets(config, scans, baseLayers),
    unsearched: findUnsearched(scans, baseLayers),
    ...(canaries === undefined || canaries.key === ''
      ? {}
      : { canaries: findCanaries(config, scans, baseLayers, canaries) }),
    missingLibraries: await missingLibraries(
      replay,
      shared,
      [...libraryPath, ...scans.flatMap((scan) => scan.loaderDirectories)],
      turns,
    ),
    inventory: installedPackages(replay, scans),
  };
}

function tarBytes(scans: readonly LayerScan[]): number {
  return scans.reduce((sum, scan) => sum + scan.tarBytes, 0);
}

function sharedPrefix(diffIds: readonly string[], base: readonly string[]): number {
  const end = diffIds.findIndex((diffId, index) => diffId !== base[index]);
  return end < 0 ? diffIds.length : end;
}

/** History entry of each layer. Aligned from the end: a base may come without history. */
function creators(config: ImageConfig): string[] {
  const made = config.history.filter((entry) => !entry.emptyLayer).map((entry) => entry.createdBy);
  return config.diffIds.map((_, index) => made[made.length - config.diffIds.length + index] ?? '');
}
