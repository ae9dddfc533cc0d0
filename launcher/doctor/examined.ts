import { existsSync } from 'node:fs';
import { connectEngine, engineAnswers } from '@dfm/sandbox-runner/connect-engine';
import { readRunnerEnv, type RunnerEnv } from '@dfm/sandbox-runner/env';
import { clusterOf } from '../database.ts';
import { NotChecked } from './finding.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** The installation that is looked at: the one that `npm start` would run with the same environment. */
export interface Examined {
  variables: Variables;
  isRoot: boolean;
  /** @throws NotChecked if the settings of the runner are invalid, which the check of the settings reports */
  readonly runner: RunnerEnv;
}

export function examinedWith(variables: Variables, isRoot: boolean): Examined {
  return {
    variables,
    isRoot,
    get runner() {
      try {
        return readRunnerEnv(variables);
      } catch {
        throw new NotChecked('the settings are invalid', 'Fix what dfm doctor settings reports.');
      }
    },
  };
}

/** Whether the site runs on this machine, and not only a node. */
export function hasSite({ variables, runner }: Pick<Examined, 'variables' | 'runner'>): boolean {
  return Boolean(variables.DATABASE_URL) || existsSync(clusterOf(runner.DATA_DIR));
}

/** Address of the site, and whether it was set: otherwise it is the one that `npm start` tries first. */
export function siteAddress({ variables }: Pick<Examined, 'variables'>): { url: URL; isSet: boolean } {
  const { SITE_URL, PORT } = variables;
  const url = URL.parse(SITE_URL ?? `http://localhost:${PORT ?? 3000}`);
  if (url === null)
    throw new NotChecked('SITE_URL is not an address', 'Fix what dfm doctor settings reports.');
  return { url, isSet: SITE_URL !== undefined };
}

const answerMs = 5_000;

/** The Docker Engine of this machine. @throws NotChecked if it does not answer */
export async function answeringEngine({
  runner,
}: Pick<Examined, 'runner'>): Promise<ReturnType<typeof connectEngine>> {
  if (!(await engineAnswers(runner.DOCKER_SOCKET, answerMs)))
    throw new NotChecked('the Docker Engine does not answer', 'See what dfm doctor engine reports.');
  return connectEngine(runner.DOCKER_SOCKET);
}
