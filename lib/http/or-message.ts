import { PlatformError } from '@dfm/contracts';

/**
 * Returns the result of a server action, or the message for the learner if it was rejected. The message is
 * returned because Next replaces the messages of thrown errors.
 */
export async function orMessage<T>(action: () => Promise<T>): Promise<T | { ok: false; message: string }> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof PlatformError) return { ok: false, message: error.learnerMessage };
    throw error;
  }
}
