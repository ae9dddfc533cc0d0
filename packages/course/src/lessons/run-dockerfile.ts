import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

const runId = /^([a-z0-9-]+)\/([a-z0-9-]+)$/;

/**
 * The Dockerfile of a recorded run `<project>/<variant>`; undefined for a run of an exercise, because it may
 * be the solution.
 */
export async function runDockerfile(contentRoot: string, id: string): Promise<string | undefined> {
  const [, project, variant] = runId.exec(id) ?? [];
  if (project === undefined || variant === undefined) return undefined;
  return readFile(join(contentRoot, 'projects', project, 'variants', variant, 'Dockerfile'), 'utf8').catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return undefined;
      throw error;
    },
  );
}
