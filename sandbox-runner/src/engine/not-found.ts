/** Whether an engine's answer was 404: there is no such thing. */
export function isNotFound(error: unknown): boolean {
  return error instanceof Error && 'statusCode' in error && error.statusCode === 404;
}

/** For a removal of what another process, or an earlier one, may have removed. @throws every other error */
export function ignoreNotFound(error: unknown): void {
  if (!isNotFound(error)) throw error;
}
