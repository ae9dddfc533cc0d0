import type { RunnerEnv } from '../../config/env.ts';
import { connectEngine, engineAnswers } from '../../engine/connect.ts';
import type { SandboxHost } from '../sandbox-host.ts';
import { nodeIsolation } from './node-isolation.ts';
import { clearAbandoned } from './sandbox-dirs.ts';
import { templateExists } from './template.ts';

/** How long the engine may take to answer. A busy machine is slow, a dead engine never answers. */
const answerMs = 5_000;

/** The Docker Engine of this machine. */
export function dockerHost(
  env: Pick<RunnerEnv, 'DOCKER_SOCKET' | 'DATA_DIR' | 'SANDBOX_RUNTIME'>,
): SandboxHost {
  const engine = connectEngine(env.DOCKER_SOCKET);
  return {
    engineVersion: async () => (await engine.version()).Version,
    isolation: () => nodeIsolation(engine, env),
    async problems(path) {
      const [answers, exists] = await Promise.all([
        engineAnswers(env.DOCKER_SOCKET, answerMs),
        templateExists({ path }),
      ]);
      // The isolation of sandboxes may disappear while the runner is running, if a profile is unloaded or an
      // engine reconfigured.
      const isolation = answers
        ? await nodeIsolation(engine, env).then(
            () => [],
            (error: Error) => [error.message],
          )
        : [`The Docker Engine at ${env.DOCKER_SOCKET} does not answer.`];
      const disk = exists
        ? []
        : [
            `The disk that sandboxes start from is gone: ${path}. Stop the runner, prepare it again (npm start does), and start it.`,
          ];
      return [...isolation, ...disk];
    },
    sweep: () => clearAbandoned(engine, env.DATA_DIR),
  };
}
