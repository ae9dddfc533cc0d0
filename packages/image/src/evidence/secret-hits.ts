import type { CanaryHit, ImageConfig, SecretHit, UnsearchedFile } from '@dfm/grading';
import type { LayerScan } from '../layers/layer-scan.ts';
import type { Canaries } from '../secrets/canaries.ts';
import { secretsInText, withoutSecrets } from '../secrets/secret-scan.ts';

/**
 * Finds secrets in an image: in its own layers, including files deleted later, and in every text of its
 * configuration. A secret found twice in one location is reported once.
 */
export function findSecrets(
  config: ImageConfig,
  scans: readonly LayerScan[],
  baseLayers: number,
): SecretHit[] {
  const inLayers = scans.flatMap((scan, layer) =>
    layer < baseLayers ? [] : scan.secrets.map((found): SecretHit => ({ where: 'layer', layer, ...found })),
  );
  const inTexts = textsOf(config).flatMap(({ text, ...location }) =>
    secretsInText(text).map((rule): SecretHit => ({
      rule,
      ...withNameShown(location, (name) => secretsInText(name).length === 0),
    })),
  );
  return unique([...inLayers, ...inTexts]);
}

/** Finds build secrets in an image, in the same locations, by the canary values used for them. */
export function findCanaries(
  config: ImageConfig,
  scans: readonly LayerScan[],
  baseLayers: number,
  canaries: Canaries,
): CanaryHit[] {
  const inLayers = scans.flatMap((scan, layer) =>
    layer < baseLayers ? [] : scan.canaries.map((sign): CanaryHit => ({ where: 'layer', layer, ...sign })),
  );
  const inTexts = textsOf(config).flatMap(({ text, ...location }) =>
    canaries.inText(text).map((sign): CanaryHit => ({
      ...sign,
      ...withNameShown(location, (name) => canaries.inText(name).length === 0),
    })),
  );
  return unique([...inLayers, ...inTexts]);
}

/** Packed files of the image's own layers that were not searched, each once. */
export function findUnsearched(scans: readonly LayerScan[], baseLayers: number): UnsearchedFile[] {
  return scans.flatMap((scan, layer) =>
    layer < baseLayers ? [] : scan.unsearched.map((file) => ({ ...file, layer })),
  );
}

type SecretLocation = Omit<SecretHit, 'rule'>;

/** Every text of an image's configuration with its location. */
function textsOf(config: ImageConfig): (SecretLocation & { text: string })[] {
  const layerOf = historyLayers(config);
  return [
    ...config.env.map((text) => ({
      where: 'env' as const,
      text,
      name: text.slice(0, Math.max(0, text.indexOf('='))),
    })),
    ...Object.entries(config.labels).map(([name, value]) => ({
      where: 'label' as const,
      text: `${name}=${value}`,
      name,
    })),
    ...[...(config.entrypoint ?? []), ...(config.cmd ?? [])].map((text) => ({
      where: 'command' as const,
      text,
    })),
    ...(config.healthcheck ?? []).map((text) => ({ where: 'healthcheck' as const, text })),
    ...config.history.map((entry, index) => ({
      where: 'history' as const,
      text: entry.createdBy,
      ...(layerOf[index] === undefined ? {} : { layer: layerOf[index] }),
    })),
  ];
}

/** A name is shown only if it is not the secret itself. */
function withNameShown(
  { name, ...location }: SecretLocation,
  mayBeShown: (name: string) => boolean,
): SecretLocation {
  return name === undefined || name === '' || !mayBeShown(name) ? location : { ...location, name };
}

/**
 * The layer that each history entry created, if any. Aligned from the end, because a base may have no
 * history.
 */
function historyLayers({ history, diffIds }: ImageConfig): (number | undefined)[] {
  let layer = diffIds.length;
  return history
    .toReversed()
    .map((entry) => (entry.emptyLayer ? undefined : (layer -= 1)))
    .toReversed();
}

/** Done in one pass, because a layer can contain 10⁵ files with a secret each. */
function unique<T extends SecretLocation>(hits: readonly T[]): T[] {
  return [...new Map(hits.map((hit) => [JSON.stringify(hit), hit])).values()];
}

/** The configuration with secrets hidden, because it is shown in results, reports and pages. */
export function withSecretsHidden(config: ImageConfig): ImageConfig {
  const all = (texts: string[] | null) => texts?.map(withoutSecrets) ?? null;
  return {
    ...config,
    env: config.env.map(withoutSecrets),
    labels: Object.fromEntries(
      Object.entries(config.labels).map(([name, value]) => [withoutSecrets(name), withoutSecrets(value)]),
    ),
    entrypoint: all(config.entrypoint),
    cmd: all(config.cmd),
    healthcheck: all(config.healthcheck),
    history: config.history.map((entry) => ({ ...entry, createdBy: withoutSecrets(entry.createdBy) })),
  };
}
