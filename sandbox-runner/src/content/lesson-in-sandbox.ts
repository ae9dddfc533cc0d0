import { runLesson, type LessonScript, type RanLesson } from '@dfm/course/check/run-lesson';
import type { SandboxPool } from '../sandbox/pool.ts';
import { sandboxWorkspace } from './sandbox-workspace.ts';

/** What one block of commands may take. A build that installs scikit-learn takes a quarter of it. */
const secondsPerScript = 180;

/**
 * Runs the commands of a lesson in a sandbox that is new and thrown away after.
 *
 * @throws PlatformError when none can be had; the signal's reason. That the sandbox ended under the commands
 *   is a problem of the lesson.
 */
export async function runLessonInSandbox(
  pool: SandboxPool,
  script: LessonScript,
  signal: AbortSignal,
): Promise<RanLesson & { engineVersion: string }> {
  const sandbox = await pool.acquire(`content-lesson-${script.slug}`, signal);
  const { engineVersion } = sandbox;
  try {
    return {
      ...(await runLesson(script, await sandboxWorkspace(sandbox, secondsPerScript, signal))),
      engineVersion,
    };
  } catch (error) {
    const fault = signal.aborted ? undefined : await sandbox.fault();
    if (fault === undefined) throw error;
    return {
      slug: script.slug,
      recorded: [],
      problems: [{ file: script.file, message: `its commands ended their sandbox: ${fault.kind}` }],
      engineVersion,
    };
  } finally {
    await pool.release(sandbox, 'discard');
  }
}
