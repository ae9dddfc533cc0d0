import type { LessonScript, RanLesson } from '@dfm/contracts';
import { runLesson } from '@dfm/course/check/run-lesson';
import type { SandboxPool } from '../sandbox/pool.ts';
import { sandboxWorkspace } from './sandbox-workspace.ts';

/** Time limit of one block of commands. A build that installs scikit-learn takes a quarter of it. */
const secondsPerScript = 180;
/** Time limit of all commands of a lesson. The slowest lesson of the course takes a fifteenth of it. */
const minutesPerLesson = 15;

/**
 * Runs the commands of a lesson in a new sandbox that is discarded afterwards.
 *
 * @throws PlatformError when no sandbox is available; the signal's reason. If the commands break the sandbox
 *   or take too long, this is reported as a problem of the lesson.
 */
export async function runLessonInSandbox(
  pool: SandboxPool,
  script: LessonScript,
  signal: AbortSignal,
): Promise<RanLesson> {
  const sandbox = await pool.acquire(`content-lesson-${script.slug}`, signal);
  const { engineVersion } = sandbox;
  const limit = AbortSignal.timeout(minutesPerLesson * 60_000);
  const brokenBy = (message: string): RanLesson => ({
    recorded: [],
    problems: [{ file: script.file, message }],
    engineVersion,
  });
  try {
    const workspace = await sandboxWorkspace(sandbox, secondsPerScript, AbortSignal.any([signal, limit]));
    return { ...(await runLesson(script, workspace)), engineVersion };
  } catch (error) {
    if (signal.aborted) throw error;
    if (limit.aborted) return brokenBy(`its commands take more than ${minutesPerLesson} minutes together`);
    const fault = await sandbox.fault();
    if (fault === undefined) throw error;
    return brokenBy(`its commands broke the sandbox: ${fault.kind}`);
  } finally {
    await pool.release(sandbox, 'discard');
  }
}
