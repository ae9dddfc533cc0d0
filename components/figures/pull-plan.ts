/** What the reader sets: sizes in MB as transferred, counts, and the network speed in MB per second. */
export interface PullSizes {
  baseMb: number;
  packagesMb: number;
  modelMb: number;
  /** Number of models in total. */
  models: number;
  /** How many of them one node serves. */
  onNode: number;
  mbPerSecond: number;
}

/** Ways to put several models into images. */
export const packagings = ['one-image', 'own-packages', 'shared-base'] as const;
export type Packaging = (typeof packagings)[number];

/** Events that make a node pull. */
export const pullEvents = ['first-start', 'model-retrained', 'package-updated', 'base-patched'] as const;
export type PullEvent = (typeof pullEvents)[number];

/** Megabytes that a node fetches, by content of the layers. */
export interface Pull {
  base: number;
  packages: number;
  models: number;
}

/** How many times a part is fetched: not at all, once, for each model in total, or for each model on the node. */
type Times = 'none' | 'once' | 'each-model' | 'each-on-node';
type Plan = Record<keyof Pull, Times>;

const nothing: Plan = { base: 'none', packages: 'none', models: 'none' };

/**
 * Which layers are new to the node. A layer is new if its own content changed, or if a layer below it changed
 * and it was rebuilt. `linked` models, copied with COPY --link, do not depend on the layers below them.
 */
export function pullPlan(packaging: Packaging, event: PullEvent, linked: boolean): Plan {
  const models: Times = packaging === 'one-image' ? 'each-model' : 'each-on-node';
  const packages: Times = packaging === 'own-packages' ? 'each-on-node' : 'once';
  if (event === 'first-start') return { base: 'once', packages, models };
  if (event === 'model-retrained')
    return { ...nothing, models: packaging === 'one-image' ? 'each-model' : 'once' };
  return { base: event === 'base-patched' ? 'once' : 'none', packages, models: linked ? 'none' : models };
}

/** The plan in megabytes. */
export function pullOf(plan: Plan, sizes: PullSizes): Pull {
  const count = (times: Times) =>
    ({ none: 0, once: 1, 'each-model': sizes.models, 'each-on-node': sizes.onNode })[times];
  return {
    base: count(plan.base) * sizes.baseMb,
    packages: count(plan.packages) * sizes.packagesMb,
    models: count(plan.models) * sizes.modelMb,
  };
}

/** The plan as a sum in letters: `b + p + n·m`. */
export function formulaOf(plan: Plan): string {
  const factor = { once: '', 'each-model': 'n·', 'each-on-node': 'k·' };
  const terms = (
    [
      ['b', plan.base],
      ['p', plan.packages],
      ['m', plan.models],
    ] as const
  ).flatMap(([letter, times]) => (times === 'none' ? [] : [`${factor[times]}${letter}`]));
  return terms.join(' + ');
}

/** The total of a pull, in megabytes. */
export function totalOf({ base, packages, models }: Pull): number {
  return base + packages + models;
}
