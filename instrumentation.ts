const HOUR_MS = 60 * 60_000;

/** Next calls this once when a server starts, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  if (process.env.SITE_SERVER !== 'guarded') {
    throw new Error(
      'Start the site by launcher/site-server.ts: otherwise bodies have no limit, and anyone can name any address as theirs.',
    );
  }
  const { env } = await import('./lib/platform/env.ts');
  const { expire } = await import('./lib/limits/retention.ts');
  const { periodically } = await import('./lib/platform/periodically.ts');
  const { sweep } = await import('./lib/runs/sweep.ts');
  // The first time after a whole time-out: while the site was away, no runner could report.
  periodically('sweeping', { firstMs: env().RUN_HEARTBEAT_TIMEOUT_SECONDS * 1_000, pauseMs: 5_000 }, sweep);
  periodically('retention', { firstMs: 60_000, pauseMs: HOUR_MS }, expire);
}
