import * as z from 'zod/mini';

/** The most of each kind that is shown. Someone who makes more sees a note. */
export const engineStateMax = 60;

const name = z.string().check(z.maxLength(300));
const listOf = <Item extends z.ZodMiniType>(item: Item) => z.array(item).check(z.maxLength(engineStateMax));

/** What a Docker engine has: everything that `docker ps -a`, `images`, `volume ls` and `network ls` show. */
export const engineStateSchema = z.object({
  containers: listOf(
    z.object({
      id: name,
      name,
      /** As it was named when the container was made. */
      image: name,
      imageId: name,
      state: z.enum(['created', 'running', 'paused', 'restarting', 'removing', 'exited', 'dead']),
      /** Once it has exited. */
      exitCode: z.nullable(z.int()),
      /** `healthy`, `unhealthy` or `starting`; null without a health check. */
      health: z.nullable(z.enum(['healthy', 'unhealthy', 'starting'])),
      /** How often its restart policy has started it again. */
      restarts: z.int(),
      /** `outside` is null for a port that is not published. */
      ports: listOf(
        z.object({ inside: z.int(), outside: z.nullable(z.int()), protocol: z.enum(['tcp', 'udp', 'sctp']) }),
      ),
      /** `source` is the name of a volume or a path. */
      mounts: listOf(
        z.object({
          kind: z.enum(['volume', 'bind', 'tmpfs']),
          source: name,
          target: name,
          isReadOnly: z.boolean(),
        }),
      ),
      /** `names` are those by which other containers of the network find it; none in the default network. */
      networks: listOf(z.object({ name, address: name, names: listOf(name) })),
    }),
  ),
  images: listOf(
    z.object({
      id: name,
      /** None if the name has moved on to a different image. */
      tags: listOf(name),
      bytes: z.number(),
      /**
       * Digests of its unpacked layers, the lowest first. Images with the same beginning share it on the
       * disk.
       */
      layers: z.array(name).check(z.maxLength(200)),
    }),
  ),
  volumes: listOf(z.object({ name })),
  networks: listOf(z.object({ name, driver: name, isInternal: z.boolean() })),
  /** Whether there is more of something than is shown. */
  isCut: z.boolean(),
});
export type EngineState = z.infer<typeof engineStateSchema>;
