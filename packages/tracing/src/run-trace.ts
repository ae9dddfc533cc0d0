/**
 * IDs of a run's trace, derived from the run ID (a UUID): the trace ID is the run ID without hyphens, and the
 * root span ID is its second half. In this way, site and runner report spans of the same tree without passing
 * anything on, and anyone with a run ID can look up its trace.
 */
export function traceOfRun(runId: string): { traceId: string; rootId: string } {
  const traceId = runId.replaceAll('-', '').toLowerCase();
  return { traceId, rootId: traceId.slice(16) };
}
