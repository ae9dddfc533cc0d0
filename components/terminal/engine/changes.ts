import type { EngineState } from '@dfm/contracts/engine-state';
import { imageName, isAnonymous, shortId, type Container, type Image } from './engine-names.ts';

/** What happened to one element of an engine. */
export interface Change {
  /** From `keys`. */
  key: string;
  /** In words: `web exited with code 1`. */
  sentence: string;
  isGone: boolean;
}

/** What identifies an element. Names and IDs of different kinds may be equal. */
export const keys = {
  container: (id: string) => `container ${id}`,
  network: (name: string) => `network ${name}`,
  volume: (name: string) => `volume ${name}`,
  image: (id: string) => `image ${id}`,
};

/**
 * What changed between two states, at most one change per element. Between an unknown state and a known one,
 * nothing has changed.
 */
export function changesBetween(before: EngineState | undefined, after: EngineState | undefined): Change[] {
  if (before === undefined || after === undefined) return [];
  return [
    ...changesOf(before.networks, after.networks, {
      keyOf: ({ name }) => keys.network(name),
      sentence: (old, now) => createdOrRemoved(`network ${(now ?? old)!.name}`, old, now),
    }),
    ...changesOf(before.volumes, after.volumes, {
      keyOf: ({ name }) => keys.volume(name),
      sentence: (old, now) => createdOrRemoved(volumeText((now ?? old)!.name), old, now),
    }),
    ...changesOf(before.images, after.images, { keyOf: ({ id }) => keys.image(id), sentence: imageSentence }),
    ...changesOf(before.containers, after.containers, {
      keyOf: ({ id }) => keys.container(id),
      sentence: containerSentence,
    }),
  ];
}

interface Kind<Item> {
  keyOf(item: Item): string;
  /** Undefined if nothing changed that is worth a sentence. At least one of the two is defined. */
  sentence(old: Item | undefined, now: Item | undefined): string | undefined;
}

function changesOf<Item>(before: readonly Item[], after: readonly Item[], kind: Kind<Item>): Change[] {
  const olds = new Map(before.map((item) => [kind.keyOf(item), item]));
  const nows = new Map(after.map((item) => [kind.keyOf(item), item]));
  return [...new Set([...olds.keys(), ...nows.keys()])].flatMap((key) => {
    const sentence = kind.sentence(olds.get(key), nows.get(key));
    return sentence === undefined ? [] : [{ key, sentence, isGone: !nows.has(key) }];
  });
}

function createdOrRemoved(subject: string, old: unknown, now: unknown): string | undefined {
  if (old === undefined) return `${subject} was created`;
  return now === undefined ? `${subject} was removed` : undefined;
}

function volumeText(name: string): string {
  return isAnonymous(name) ? `an anonymous volume, ${shortId(name)},` : `volume ${name}`;
}

function imageSentence(old: Image | undefined, now: Image | undefined): string | undefined {
  if (now === undefined) return `image ${imageName(old!)} was removed`;
  if (old === undefined) return `image ${imageName(now)} was added`;
  const added = now.tags.find((tag) => !old.tags.includes(tag));
  if (added !== undefined) return `image ${shortId(now.id)} has the name ${added}`;
  const lost = old.tags.find((tag) => !now.tags.includes(tag));
  return lost === undefined ? undefined : `image ${shortId(now.id)} no longer has the name ${lost}`;
}

/** Of several changes, the first of this list. */
function containerSentence(old: Container | undefined, now: Container | undefined): string | undefined {
  if (now === undefined) return `${old!.name} was removed`;
  const { name, state, exitCode, health, restarts } = now;
  if (old?.state !== state || old.exitCode !== exitCode) return `${name} ${stateVerb(now)}`;
  if (old.restarts < restarts) return `${name} was restarted`;
  if (old.health !== health && health !== null)
    return health === 'starting' ? `the health check of ${name} is starting` : `${name} is ${health}`;
  if (old.name !== name) return `${old.name} is now called ${name}`;
  const joined = now.networks.find((network) => !isIn(old, network.name));
  if (joined) return `${name} joined the network ${joined.name}`;
  const left = old.networks.find((network) => !isIn(now, network.name));
  return left && `${name} left the network ${left.name}`;
}

const isIn = (container: Container, network: string) =>
  container.networks.some(({ name }) => name === network);

function stateVerb({ state, exitCode }: Container): string {
  switch (state) {
    case 'created':
      return 'was created';
    case 'removing':
      return 'is being removed';
    case 'exited':
      return exitCode === null ? 'exited' : `exited with code ${exitCode}`;
    default:
      return `is ${state}`;
  }
}
