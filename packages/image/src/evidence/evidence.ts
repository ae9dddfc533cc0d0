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
   * Uncompressed layer digests of the base image, from the bottom up. Layers with these digests belong to the
   * base.
   */
  baseDiffIds?: readonly string[];
  base?: ImageEvidence['base'];
}

export interface EvidenceOptions extends BaseImage {
  /** Size of the configuration document, as counted by `configBytes`. */
  configBytes: number;
  /** Secret values given to the build, which must not be in the image. */
  canaries?: Canaries;
}

/** Maximum length of a history entry; longer than any command worth reading. */
const maxCharacters = 2_000;

/** The evidence assembled now or last. */
let previous: Promise<unknown> = Promise.resolve();

/**
 * Assembles the evidence of an image, one image at a time, because the replay takes several times the memory
 * of its result.
 *
 * @param scans one for each layer of the configuration, from the bottom up
 */
export function imageEvidence(
  config: ImageConfig,
  scans: readonly LayerScan[],
  options: EvidenceOptions,
): Promise<ImageEvidence> {
  const evidence = previous.then(() => assembleEvidence(config, scans, options));
  previous = evidence.catch(() => undefined);
  return evidence;
}

async function assembleEvidence(
  config: ImageConfig,
  scans: readonly LayerScan[],
  { base, baseDiffIds = [], canaries, configBytes }: EvidenceOptions,
): Promise<ImageEvidence> {
  const turns = new Turns();
  const baseLayers = sharedPrefix(config.diffIds, baseDiffIds);
  // Secrets are searched for in the complete configuration. In the result, the history is shortened, because
  // it repeats every build argument.
  const shown = withSecretsHidden(config);
  const reportedConfig = {
    ...shown,
    history: shown.history.map((entry) => ({
      ...entry,
      createdBy: truncateMiddle(entry.createdBy, maxCharacters),
    })),
  };
  const createdBy = creators(reportedConfig);
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
    config: reportedConfig,
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

/** The history entry of each layer. Aligned from the end, because a base may have no history. */
function creators(config: ImageConfig): string[] {
  const made = config.history.filter((entry) => !entry.emptyLayer).map((entry) => entry.createdBy);
  return config.diffIds.map((_, index) => made[made.length - config.diffIds.length + index] ?? '');
}
