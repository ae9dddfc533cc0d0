import type { EngineState } from '@dfm/contracts/engine-state';
import type { Container, Image } from './engine-names.ts';

/** A running container without anything else, for tests. Its ID is made from its name. */
export function container(name: string, facts: Partial<Container> = {}): Container {
  return {
    id: Buffer.from(name).toString('hex').padEnd(64, '0'),
    name,
    image: 'scorer:latest',
    imageId: 'sha256:0',
    state: 'running',
    exitCode: null,
    health: null,
    restarts: 0,
    ports: [],
    mounts: [],
    networks: [],
    ...facts,
  };
}

/** An image with these layers, for tests. Its ID is made from its name. */
export function image(tag: string, layers: readonly string[] = [], tags = [tag]): Image {
  return {
    id: `sha256:${Buffer.from(tag).toString('hex').padEnd(64, '0')}`,
    tags,
    bytes: 1_000_000,
    layers: [...layers],
  };
}

/** An engine as it is after its start, and what is given, for tests. */
export function engine(facts: Partial<EngineState> = {}): EngineState {
  return {
    containers: [],
    images: [],
    volumes: [],
    networks: ['bridge', 'host', 'none'].map((name) => network(name, name === 'none' ? 'null' : name)),
    isCut: false,
    ...facts,
  };
}

export function network(
  name: string,
  driver = 'bridge',
  isInternal = false,
): EngineState['networks'][number] {
  return { name, driver, isInternal };
}

/** How a container is in a network. */
export function inside(name: string, names: string[] = [], address = '172.18.0.2') {
  return { name, address, names };
}
