/** Next calls this once when a server starts, before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  const { env } = await import('./lib/env.ts');
  const { startSweeper } = await import('./lib/runs/sweeper.ts');
  env();
  startSweeper();
}
