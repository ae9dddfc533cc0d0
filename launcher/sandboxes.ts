import { setPriority } from 'node:os';
import { join } from 'node:path';
import type { PreparationProgress, PreparationStep } from '@dfm/contracts';
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

/** While readers wait for the site's build, and again while learners' runs are at work. */
const lowPriority = 10;
const retryPausesMs = [30_000, 60_000, 120_000, 300_000];

/** All steps until the node is whole, as pages show them. */
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
      'start of the sandbox-runner',
      5_000,
      prepared.flatMap(({ id, part }) => (part === 'first' ? [id] : [])),
    ),
  ];
}

/**
 * The Docker Engine, the sandbox image and the shelf. Every part is skipped when it is there already.
 *
 * @param report told of each step
 * @throws NoSandboxes with what to type where this machine cannot have them
 */
export async function prepareEngine(
  dataDir: string,
  cleanUps: CleanUps,
  report: (event: PreparationEvent) => void = () => {},
): Promise<void> {
  await engineOf(dataDir, cleanUps, report);
  await prepareSandboxes(dataDir, cleanUps, report);
}

async function engineOf(
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
  const stopEngine = await step('Docker Engine', (say) => ensureDockerEngine(dataDir, say));
  if (stopEngine) await cleanUps.add(stopEngine);
  report({ kind: 'done', step: 'engine' });
  const restriction = await userNamespaceRestriction();
  if (restriction) printLine(`  ${restriction.message}\n  To fix it:  ${restriction.command}`);
}

/** By `sandbox-runner/src/commands/prepare.ts`. @throws NoSandboxes where it fails */
async function prepareSandboxes(
  dataDir: string,
  cleanUps: CleanUps,
  report: (event: PreparationEvent) => void,
  background?: { onStart(pid: number): void; words(): string | undefined },
): Promise<void> {
  const program = join(root, 'sandbox-runner/src/commands/prepare.ts');
  let reason: string | undefined;
  try {
    await step('sandboxes', async (say) => {
      const onLine = (line: string) => say(line.slice(0, 90));
      // Minutes may lie between two lines; only a terminal has a line that can be written again.
      const timer =
        background && process.stdout.isTTY
          ? setInterval(() => say(background.words() ?? ''), 1_000)
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
    const said = reason ?? (cause instanceof Error ? cause.message : String(cause));
    throw new NoSandboxes(
      restriction?.message ?? said,
      restriction?.command ?? 'npm start, once the cause is fixed; steps that are done are skipped',
      { cause },
    );
  }
}

/**
 * As `prepareEngine`, beside whatever else starts, and again after a pause where the preparation fails
 * half-way. It has a low priority until the site answers and after runs can begin.
 *
 * @param events.siteAnswers resolves when the site does
 * @param events.onUsable called when runs can begin
 * @returns why it gave up; undefined once everything is there, or when everything is being ended
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
    prioritise(pid, lowPriority);
    onUsable();
  };
  const onStart = (started: number) => {
    pid = started;
    prioritise(pid, lowPriority);
    void siteAnswers.then(() => !isUsable && prioritise(started, 0));
  };
  try {
    await engineOf(dataDir, cleanUps, report);
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
        words: () => progressWords(record.progress(isUsable ? 'ahead' : 'first')),
      });
      return undefined;
    } catch (error) {
      if (cleanUps.requested) return undefined;
      const { message, command } = error as NoSandboxes;
      const pauseMs = retryPausesMs[Math.min(failures, retryPausesMs.length - 1)] ?? 0;
      record.fail({ message, command, retryAt: Date.now() + pauseMs });
      const said = isUsable
        ? 'Exercises can be run, but the rest of the preparation failed'
        : 'The sandboxes could not be prepared';
      printLine(
        `  ${said}: ${message}\n  The next attempt starts in ${pauseMs / 1_000} s and skips the steps that are done.`,
      );
      if (!(await pause(pauseMs, cleanUps))) return undefined;
    }
  }
}

/** For the line on a terminal. */
function progressWords(progress: PreparationProgress | undefined): string | undefined {
  if (progress === undefined) return undefined;
  const { title, step: number, steps, leftMs } = progress;
  return `${title} (step ${number} of ${steps}), about ${leftMs < 60_000 ? `${Math.ceil(leftMs / 10_000)}0 s` : `${Math.round(leftMs / 60_000)} min`} left,`;
}

/** Of a program and of what it starts from now on. */
function prioritise(pid: number | undefined, niceness: number): void {
  try {
    if (pid !== undefined) setPriority(pid, niceness);
  } catch (error) {
    // It may have ended.
    if ((error as { info?: { code?: string } }).info?.code !== 'ESRCH') throw error;
  }
}

/** @returns false where everything is ended meanwhile */
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
