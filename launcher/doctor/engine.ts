import { access, constants } from 'node:fs/promises';
import { connectEngine, engineAnswers } from '@dfm/sandbox-runner/connect-engine';
import { nodeIsolation } from '@dfm/sandbox-runner/node-isolation';
import type { Check } from './check.ts';
import { type Finding, good, messageOf, NotChecked, problem, warning } from './finding.ts';

const answerMs = 5_000;

/** The Docker Engine of this machine, and what it can isolate sandboxes with. */
export const engine: Check = {
  name: 'engine',
  about: 'Docker Engine: answer, version, storage, seccomp, AppArmor',
  async run({ runner, isRoot }) {
    const { DOCKER_SOCKET } = runner;
    const isAllowed = await access(DOCKER_SOCKET, constants.R_OK | constants.W_OK).then(
      () => true,
      (error: NodeJS.ErrnoException) => error.code !== 'EACCES',
    );
    if (!isAllowed && !isRoot)
      throw new NotChecked(`this user may not use ${DOCKER_SOCKET}`, 'Run dfm doctor as root.');
    if (!(await engineAnswers(DOCKER_SOCKET, answerMs)))
      return [
        problem(
          `nothing answers at ${DOCKER_SOCKET}`,
          'Start it with systemctl start docker, or let npm start install and start it; a different socket is set with DOCKER_SOCKET.',
        ),
      ];
    const host = connectEngine(DOCKER_SOCKET);
    const [{ Version }, { Driver }, isolation] = await Promise.all([
      host.version(),
      host.info() as Promise<{ Driver: string }>,
      nodeIsolation(host, runner).catch((error: unknown) => new Error(messageOf(error))),
    ]);
    return engineFindings({ version: Version, driver: Driver }, isolation);
  },
};

/** The oldest engine with which this was tested: Debian 12 has it. */
const oldest = [20, 10] as const;

/** @param isolation what isolates sandboxes, or why none may be started and what to do about it */
export function engineFindings(
  { version, driver }: { version: string; driver: string },
  isolation: { runtime: string; appArmor: 'enforced' | 'absent' } | Error,
): Finding[] {
  const findings: Finding[] = [];
  if (isolation instanceof Error) {
    const sentences = isolation.message.split(/(?<=\.)\s+(?=[A-Z])/);
    const advice = sentences.pop() ?? '';
    findings.push(problem(sentences.join(' '), advice));
  }
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < oldest[0] || (major === oldest[0] && minor < oldest[1]))
    findings.push(
      problem(`version ${version}`, `Install Docker Engine ${oldest.join('.')} or newer, and restart.`),
    );
  if (driver === 'vfs')
    findings.push(
      warning(
        'the engine stores images with vfs, which copies all files of an image for each of its layers',
        'Set "storage-driver" to overlay2 in /etc/docker/daemon.json, and restart the engine.',
      ),
    );
  if (isolation instanceof Error) return findings;
  const guards = ['seccomp', ...(isolation.appArmor === 'enforced' ? ['AppArmor'] : [])].join(' and ');
  return findings.length > 0
    ? findings
    : [good(`version ${version}, storage ${driver}, sandboxes with ${isolation.runtime}, ${guards}`)];
}
