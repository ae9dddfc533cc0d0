import type { ImageConfig, SecretHit } from '@dfm/grading';
import type { LayerScan } from './layer-scan.ts';
import { secretsInText, withoutSecrets } from './secret-scan.ts';

/** Where an image holds a secret: its own layers before whiteouts, and all that its configuration says. A secret found twice in one place is one. */
export function findSecrets(config: ImageConfig, scans: readonly LayerScan[], baseLayers: number): SecretHit[] {
  const inLayers = scans.flatMap((scan, layer) => (layer < baseLayers ? [] : scan.secrets.map(({ rule, path }): SecretHit => ({ rule, where: 'layer', layer, path }))));
  const inText = (where: SecretHit['where'], text: string, more: Partial<SecretHit> = {}) => secretsInText(text).map((rule): SecretHit => ({ rule, where, ...more }));
  const layerOf = historyLayers(config);
  return [
    ...inLayers,
    ...config.env.flatMap((entry) => inText('env', entry, named(entry.slice(0, Math.max(0, entry.indexOf('=')))))),
    ...Object.entries(config.labels).flatMap(([name, value]) => inText('label', `${name}=${value}`, named(name))),
    ...[...(config.entrypoint ?? []), ...(config.cmd ?? [])].flatMap((word) => inText('command', word)),
    ...(config.healthcheck ?? []).flatMap((word) => inText('healthcheck', word)),
    ...config.history.flatMap((entry, index) => inText('history', entry.createdBy, ownLayer(layerOf[index], baseLayers))),
  ].filter((hit, index, all) => all.findIndex((other) => sameHit(hit, other)) === index);
}

/** A name is shown only if it is not the secret itself. */
function named(name: string): Partial<SecretHit> {
  return name === '' || secretsInText(name).length > 0 ? {} : { name };
}

/** Layer that each history entry made, if any. Aligned from the end: a base may come without history. */
function historyLayers({ history, diffIds }: ImageConfig): (number | undefined)[] {
  let layer = diffIds.length;
  return history.toReversed().map((entry) => (entry.emptyLayer ? undefined : (layer -= 1))).toReversed();
}

function ownLayer(layer: number | undefined, baseLayers: number): Partial<SecretHit> {
  return layer === undefined || layer < baseLayers ? {} : { layer };
}

function sameHit(a: SecretHit, b: SecretHit): boolean {
  return a.rule === b.rule && a.where === b.where && a.layer === b.layer && a.path === b.path && a.name === b.name;
}

/** What the image says of itself reaches results, reports and pages: no secret may go with it. */
export function withSecretsHidden(config: ImageConfig): ImageConfig {
  const all = (texts: string[] | null) => texts?.map(withoutSecrets) ?? null;
  return {
    ...config,
    env: config.env.map(withoutSecrets),
    labels: Object.fromEntries(Object.entries(config.labels).map(([name, value]) => [withoutSecrets(name), withoutSecrets(value)])),
    entrypoint: all(config.entrypoint),
    cmd: all(config.cmd),
    healthcheck: all(config.healthcheck),
    history: config.history.map((entry) => ({ ...entry, createdBy: withoutSecrets(entry.createdBy) })),
  };
}
