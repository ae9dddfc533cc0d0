import { runLesson, type LessonScript, type RanLesson } from '@dfm/course/check/run-lesson';
import type { SandboxPool } from '../sandbox/pool.ts';
import { sandboxWorkspace } from './sandbox-workspace.ts';

/** Time limit of one block of commands. A build that installs scikit-learn takes a quarter of it. */
const secondsPerScript = 180;

/**
 * Runs the commands of a lesson in a new sandbox that is discarded afterwards.
 *
 * @throws PlatformError when no sandbox is available; the signal's reason. If the commands break the sandbox,
 *   this is reported as a problem of the lesson.
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
      problems: [{ file: script.file, message: `its commands broke the sandbox: ${fault.kind}` }],
      engineVersion,
    };
  } finally {
    await pool.release(sandbox, 'discard');
  }
}
