/** Where a container can write a file. */
export const places = ['layer', 'anonymous', 'named', 'bind', 'tmpfs'] as const;
export type Place = (typeof places)[number];

/**
 * What happens to a file: the next process finds it, or it still exists where no container looks for it, or
 * it is deleted.
 */
type Fate = 'there' | 'left behind' | 'gone';

interface Outcome {
  fate: Fate;
  why: string;
}

export interface LifetimeEvent {
  key: string;
  /** A command, or an event without one. */
  name: string;
  isCommand: boolean;
  /** What is true before it, if it is not a running container. */
  before?: string;
  outcomes: Record<Place, Outcome>;
}

const there = (why: string): Outcome => ({ fate: 'there', why });
const left = (why: string): Outcome => ({ fate: 'left behind', why });
const gone = (why: string): Outcome => ({ fate: 'gone', why });

const layerGone = gone('The layer is deleted with the container.');
const tmpfsGone = gone('It was in memory, for as long as the container ran.');
const namedStays = there('Nobody asked to remove it. The next container mounts it by its name.');
const bindStays = there('It is a folder of the host. Docker does not delete in it.');
const orphan = left('It stays on the disk, but the next container gets a new, empty one.');
const anonymousGone = gone('A volume without a name is removed along with its container.');
const layerWasGone = gone('It was deleted when the container was removed.');
const tmpfsWasGone = gone('It was released when the container stopped.');

/** Events in the order of the lesson. Those with commands were tried with Docker Engine 26 and Compose 2. */
export const lifetimeEvents: LifetimeEvent[] = [
  {
    key: 'restart',
    name: 'docker restart app',
    isCommand: true,
    outcomes: {
      layer: there('The same container, with a new process on the same layer.'),
      anonymous: there('It belongs to the container, which is the same.'),
      named: there('The same container mounts the same volume.'),
      bind: there('The same container mounts the same folder.'),
      tmpfs: tmpfsGone,
    },
  },
  {
    key: 'replace',
    name: 'docker rm -f app, docker run',
    isCommand: true,
    outcomes: {
      layer: layerGone,
      anonymous: orphan,
      named: namedStays,
      bind: bindStays,
      tmpfs: tmpfsGone,
    },
  },
  {
    key: 'rm-volumes',
    name: 'docker rm -f -v app',
    isCommand: true,
    outcomes: {
      layer: layerGone,
      anonymous: anonymousGone,
      named: namedStays,
      bind: bindStays,
      tmpfs: tmpfsGone,
    },
  },
  {
    key: 'recreate',
    name: 'docker compose up -d',
    isCommand: true,
    before: 'compose.yaml has changed, so Compose replaces the container.',
    outcomes: {
      layer: layerGone,
      anonymous: there('Compose mounts it into the new container, unless you add --renew-anon-volumes.'),
      named: namedStays,
      bind: bindStays,
      tmpfs: tmpfsGone,
    },
  },
  {
    key: 'down',
    name: 'docker compose down',
    isCommand: true,
    outcomes: {
      layer: layerGone,
      anonymous: orphan,
      named: namedStays,
      bind: bindStays,
      tmpfs: tmpfsGone,
    },
  },
  {
    key: 'down-volumes',
    name: 'docker compose down --volumes',
    isCommand: true,
    outcomes: {
      layer: layerGone,
      anonymous: gone('--volumes includes those without a name.'),
      named: gone('--volumes removes every volume that compose.yaml declares, except external ones.'),
      bind: bindStays,
      tmpfs: tmpfsGone,
    },
  },
  {
    key: 'prune',
    name: 'docker volume prune',
    isCommand: true,
    before: 'The container was removed, so no container uses the volumes.',
    outcomes: {
      layer: layerWasGone,
      anonymous: gone(
        'It is unused and has no name. Engine 26 misses those that --mount or Compose created.',
      ),
      named: there('Since Engine 23, only volumes without a name are removed by default.'),
      bind: bindStays,
      tmpfs: tmpfsWasGone,
    },
  },
  {
    key: 'prune-all',
    name: 'docker volume prune --all',
    isCommand: true,
    before: 'The container was removed, so no container uses the volumes.',
    outcomes: {
      layer: layerWasGone,
      anonymous: gone('It is unused.'),
      named: gone('It is unused, and --all includes volumes with a name.'),
      bind: bindStays,
      tmpfs: tmpfsWasGone,
    },
  },
  {
    key: 'reboot',
    name: 'The host restarts',
    isCommand: false,
    outcomes: {
      layer: there('It is on the disk. The container is stopped until something starts it.'),
      anonymous: there('It is on the disk.'),
      named: there('It is on the disk.'),
      bind: there('It is on the disk, unless the folder itself is in memory.'),
      tmpfs: gone('Memory is empty after a restart.'),
    },
  },
  {
    key: 'other-host',
    name: 'The container starts on a different host',
    isCommand: false,
    outcomes: {
      layer: left('It stays with the old container, on the old host.'),
      anonymous: left('By default, a volume is a folder on one host.'),
      named: left(
        'The new host creates an empty volume of the same name, unless a driver keeps it on the network.',
      ),
      bind: left('The new host has no such folder, or a different one.'),
      tmpfs: tmpfsGone,
    },
  },
];
