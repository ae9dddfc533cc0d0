/**
 * Ids of a run's trace, from its own id (a UUID): the trace's is that id without hyphens, the root span's its
 * second half. Site and runner so tell parts of one tree without handing anything on, and who has a run's id
 * can look its trace up.
 */
export function traceOfRun(runId: string): { traceId: string; rootId: string } {
  const traceId = runId.replaceAll('-', '').toLowerCase();
  return { traceId, rootId: traceId.slice(16) };
}
