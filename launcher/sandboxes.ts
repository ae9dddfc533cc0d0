import { existsSync, writeFileSync } from 'node:fs';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import type { PreparationProgress, PreparationStep } from '@dfm/contracts';
import { formatDuration, formatEstimate } from '@dfm/contracts/quantity';
import { preparationSteps } from '@dfm/sandbox-runner/preparation-steps';
import type { PreparationEvent } from '@dfm/sandbox-runner/progress';
import { runChild } from './child.ts';
import type { CleanUps } from './clean-ups.ts';
import { ensureDockerEngine } from './docker-engine.ts';
import { NoSandboxes } from './no-sandboxes.ts';
import { asRoot, isRoot } from './owner.ts';
import type { PreparationRecord } from './preparation-record.ts';
import { printLine, step } from './steps.ts';
import { userNamespaceRestriction } from './user-namespaces.ts';

const root = join(import.meta.dirname, '..');

/**
 * Niceness while readers wait for the site's build, and later while learners' runs are executed: a quarter of
 * the processor time that they want is left for the preparation.
 */
const lowPriority = 5;
const retryPausesMs = [30_000, 60_000, 120_000, 300_000];

/** All steps until the node is fully prepared, as shown on pages. */
export async function nodeSteps(): Promise<PreparationStep[]> {
  const own = (id: string, title: string, estimateMs: number, after: string[]): PreparationStep => ({
    id,
    title,
    part: 'first',
    after,
    provides: [],
    estimateMs,
  });
  const prepared = await preparationSteps();
  return [
    own('engine', 'Docker Engine', 15_000, []),
    ...prepared.map((made) => (made.after.length > 0 ? made : { ...made, after: ['engine'] })),
    own(
      'runner',
      'sandbox-runner startup',
      5_000,
      prepared.flatMap(({ id, part }) => (part === 'first' ? [id] : [])),
    ),
  ];
}

/**
 * Prepares the Docker Engine, the sandbox image and the shelf. Parts that already exist are skipped.
 *
 * @param report called for each step
 * @throws NoSandboxes with the command that helps, if this machine cannot run sandboxes
 */
export async function prepareEngine(
  dataDir: string,
  cleanUps: CleanUps,
  report: (event: PreparationEvent) => void = () => {},
): Promise<void> {
  await prepareDocker(dataDir, cleanUps, report);
  await prepareSandboxes(dataDir, cleanUps, report);
}

async function prepareDocker(
  dataDir: string,
  cleanUps: CleanUps,
  report: (event: PreparationEvent) => void,
): Promise<void> {
  if (!isRoot)
    throw new NoSandboxes(
      'the Docker Engine and the disks of sandboxes need root',
      await asRoot(`npm ${process.env.npm_lifecycle_event ?? 'start'}`),
    );
  report({ kind: 'started', step: 'engine' });
  const stopEngine = await step('Docker Engine', (reportDetail) => ensureDockerEngine(dataDir, reportDetail));
  if (stopEngine) await cleanUps.add(stopEngine);
  report({ kind: 'done', step: 'engine' });
  const restriction = await userNamespaceRestriction();
  if (restriction) printLine(`  ${restriction.message}\n  To fix it:  ${restriction.command}`);
}

/** Runs `sandbox-runner/src/commands/prepare.ts`. @throws NoSandboxes if it fails */
async function prepareSandboxes(
  dataDir: string,
  cleanUps: CleanUps,
  report: (event: PreparationEvent) => void,
  background?: { onStart(pid: number): void; progress(): string | undefined },
): Promise<void> {
  const program = join(root, 'sandbox-runner/src/commands/prepare.ts');
  let reason: string | undefined;
  try {
    await step('sandboxes', async (reportDetail) => {
      const onLine = (line: string) => reportDetail(line.slice(0, 90));
      // There may be minutes between two lines, and only a terminal has a line that can be overwritten.
      const timer =
        background && process.stdout.isTTY
          ? setInterval(() => reportDetail(background.progress() ?? ''), 1_000)
          : undefined;
      const onMessage = (message: unknown) => {
        const event = message as PreparationEvent;
        if (event.kind === 'failed') reason = event.message;
        report(event);
      };
      await runChild(
        process.execPath,
        [program],
        {
          cwd: root,
          env: { ...process.env, DATA_DIR: dataDir },
          onLine,
          onMessage,
          ...(background && { onStart: background.onStart }),
        },
        cleanUps,
      ).finally(() => clearInterval(timer));
    });
  } catch (cause) {
    const restriction = await userNamespaceRestriction();
    const message = reason ?? (cause instanceof Error ? cause.message : String(cause));
    throw new NoSandboxes(
      restriction?.message ?? message,
      restriction?.command ?? 'fix the cause and run npm start again; completed steps are skipped',
      { cause },
    );
  }
}

/**
 * Like `prepareEngine`, but in parallel with everything else that starts, and repeated after a pause if the
 * preparation fails. It has a low priority until the site responds, and again once runs can start.
 *
 * @param events.siteAnswers resolves when the site responds
 * @param events.onUsable called when runs can start
 * @returns the reason if it gave up; undefined once everything is prepared, or when everything is being
 *   stopped
 */
export async function prepareInBackground(
  dataDir: string,
  cleanUps: CleanUps,
  record: PreparationRecord,
  { siteAnswers, onUsable }: { siteAnswers: Promise<void>; onUsable(): void },
): Promise<NoSandboxes | undefined> {
  let pid: number | undefined;
  let isUsable = false;
  const report = (event: PreparationEvent) => {
    record.report(event);
    if (event.kind !== 'usable') return;
    isUsable = true;
    setNiceness(pid, lowPriority);
    onUsable();
  };
  const onStart = (started: number) => {
    pid = started;
    setNiceness(pid, lowPriority);
    void siteAnswers.then(() => !isUsable && setNiceness(started, 0));
  };
  try {
    await prepareDocker(dataDir, cleanUps, report);
  } catch (error) {
    if (cleanUps.requested) return undefined;
    const reason =
      error instanceof NoSandboxes ? error : new NoSandboxes(String(error), 'npm start', { cause: error });
    record.fail({ message: reason.message, command: reason.command });
    return reason;
  }
  for (let failures = 0; ; failures++) {
    try {
      await prepareSandboxes(dataDir, cleanUps, report, {
        onStart,
        progress: () => progressText(record.progress(isUsable ? 'ahead' : 'first')),
      });
      return undefined;
    } catch (error) {
      if (cleanUps.requested) return undefined;
      const { message, command } = error as NoSandboxes;
      const pauseMs = retryPausesMs[Math.min(failures, retryPausesMs.length - 1)] ?? 0;
      record.fail({ message, command, retryAt: Date.now() + pauseMs });
      const summary = isUsable
        ? 'Exercises can be run, but the rest of the preparation failed'
        : 'The sandboxes could not be prepared';
      printLine(
        `  ${summary}: ${message}\n  The next attempt starts in ${formatDuration(pauseMs)} and skips completed steps.`,
      );
      if (!(await pause(pauseMs, cleanUps))) return undefined;
    }
  }
}

/** The progress for the status line on a terminal. */
function progressText(progress: PreparationProgress | undefined): string | undefined {
  if (progress === undefined) return undefined;
  const { title, step: number, steps, leftMs } = progress;
  return `${title} (step ${number} of ${steps}), ${formatEstimate(leftMs)} left,`;
}

/**
 * Sets the niceness of a process and of everything it starts from now on. Where Linux shares out processor
 * time among sessions first, niceness alone decides only within a session, so the process's session gets it
 * too.
 */
function setNiceness(pid: number | undefined, niceness: number): void {
  if (pid === undefined) return;
  try {
    setPriority(pid, niceness);
    const session = `/proc/${pid}/autogroup`;
    if (existsSync(session)) writeFileSync(session, String(niceness));
  } catch (error) {
    // The process may have exited.
    const { code, info } = error as { code?: string; info?: { code?: string } };
    if (!['ESRCH', 'ENOENT'].includes(info?.code ?? code ?? '')) throw error;
  }
}

/** @returns false if everything is being stopped in the meantime */
async function pause(ms: number, cleanUps: CleanUps): Promise<boolean> {
  const ended = new AbortController();
  await cleanUps.add(async () => ended.abort()).catch(() => {});
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, ms);
    ended.signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
    if (ended.signal.aborted) resolve();
  });
  return !cleanUps.requested;
}
