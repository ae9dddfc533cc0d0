import { PlatformError } from '@dfm/contracts';

/**
 * What a server action does, or why it was refused, in words for the learner: Next replaces the words of what
 * is thrown.
 */
export async function orMessage<T>(action: () => Promise<T>): Promise<T | { ok: false; message: string }> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof PlatformError) return { ok: false, message: error.learnerMessage };
    throw error;
  }
}
