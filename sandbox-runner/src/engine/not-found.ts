/** Whether an engine answered 404. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 404;
}

/**
 * For removing something that another process may already have removed.
 *
 * @throws every other error
 */
export function ignoreNotFound(error: unknown): void {
  if (!isNotFound(error)) throw error;
}
