import type Docker from 'dockerode';

interface DiskUse {
  BuildCache: { ID: string }[] | null;
}

/** IDs of the records that the engine's builder keeps for later builds: results of steps, build contexts. */
export async function buildRecords(engine: Docker): Promise<Set<string>> {
  const { BuildCache } = (await engine.df()) as DiskUse;
  return new Set((BuildCache ?? []).map(({ ID }) => ID));
}

/**
 * Removes every record that is not in `kept`. A record on which others depend is removed after them; a record
 * that a build is using stays.
 */
export async function removeBuildRecordsBeside(engine: Docker, kept: ReadonlySet<string>): Promise<void> {
  for (let left = Infinity; ;) {
    const others = [...(await buildRecords(engine))].filter((id) => !kept.has(id));
    if (others.length === 0 || others.length === left) return;
    left = others.length;
    for (const id of others) await prune(engine, { all: 'true', filters: JSON.stringify({ id: [id] }) });
  }
}

/** Makes the builder forget every step and every cache mount. Images stay. */
export async function forgetBuildCache(engine: Docker): Promise<void> {
  await prune(engine, { all: 'true' });
}

async function prune(engine: Docker, query: Record<string, string>): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    engine.modem.dial(
      {
        path: '/build/prune?',
        method: 'POST',
        options: { _query: query, _body: {} },
        statusCodes: { 200: true },
      },
      (error: unknown) => (error === null ? resolve() : reject(error)),
    );
  });
}
