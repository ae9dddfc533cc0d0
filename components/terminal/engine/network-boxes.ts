import type { EngineState } from '@dfm/contracts/engine-state';
import { shortId, type Container } from './engine-names.ts';

/**
 * `default`: the network `bridge`, without names. `named`: made by someone, with names. `host`: the machine's
 * own. `none`: no network.
 */
export type NetworkKind = 'default' | 'named' | 'host' | 'none';

export interface Member {
  container: Container;
  /** Empty unless the container runs. */
  address: string;
  /** The names by which other containers of this network find it. Empty where there are no names. */
  names: string[];
  /** Whether it can answer: only a running container does. */
  isRunning: boolean;
  /** The other networks that it is in. */
  alsoIn: string[];
}

export interface NetworkBox {
  name: string;
  driver: string;
  kind: NetworkKind;
  isInternal: boolean;
  members: Member[];
}

/**
 * The networks with the containers in them: first those that someone made, then `bridge`, then `host` and
 * `none`, which are left out while nothing uses them.
 */
export function networkBoxes({ networks, containers }: EngineState): NetworkBox[] {
  const boxes = new Map<string, NetworkBox>();
  const add = (name: string, driver: string, isInternal: boolean) => {
    const kind = kindOf(name, driver);
    boxes.set(name, { name, driver, kind, isInternal, members: [] });
  };
  for (const { name, driver, isInternal } of networks) add(name, driver, isInternal);
  for (const container of containers) {
    for (const { name, address, names } of container.networks) {
      // The list of networks may be cut.
      if (!boxes.has(name)) add(name, '', false);
      const box = boxes.get(name)!;
      box.members.push({
        container,
        address,
        names: box.kind === 'named' ? namesInUse(container, names) : [],
        isRunning: container.state === 'running',
        alsoIn: container.networks.map((other) => other.name).filter((other) => other !== name),
      });
    }
  }
  return [...boxes.values()]
    .filter(({ kind, members }) => members.length > 0 || kind === 'named' || kind === 'default')
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
}

const order: readonly NetworkKind[] = ['named', 'default', 'host', 'none'];

function kindOf(name: string, driver: string): NetworkKind {
  if (name === 'bridge') return 'default';
  if (name === 'host' || driver === 'host') return 'host';
  return name === 'none' || driver === 'null' ? 'none' : 'named';
}

/** Its own name first. Without the short ID, which is a name too, but not one that anyone types. */
function namesInUse(container: Container, names: readonly string[]): string[] {
  const used = [...new Set(names)].filter((name) => name !== shortId(container.id));
  return used.sort((a, b) => Number(b === container.name) - Number(a === container.name));
}

export interface Reached {
  container: Container;
  network: string;
  /** Names, or the address where there are no names. */
  by: string[];
}

/** Which containers a running container reaches, in which network, and by which names. */
export function reachedFrom(boxes: readonly NetworkBox[], { id }: Container): Reached[] {
  return boxes.flatMap(({ name: network, kind, members }) => {
    const hasConnections = kind === 'named' || kind === 'default';
    if (!hasConnections || !members.some(({ container, isRunning }) => container.id === id && isRunning))
      return [];
    return members
      .filter(({ container, isRunning }) => container.id !== id && isRunning)
      .map(({ container, names, address }) => ({
        container,
        network,
        by: names.length > 0 ? names : [address].filter((text) => text !== ''),
      }));
  });
}
