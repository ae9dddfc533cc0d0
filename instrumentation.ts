const HOUR_MS = 60 * 60_000;

/** Next calls this once, when a server starts and before the first request. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== 'nodejs' || process.env.NEXT_PHASE === 'phase-production-build') return;
  if (process.env.SITE_SERVER !== 'guarded') {
    throw new Error(
      'Start the site with launcher/site-server.ts. Without it, request bodies have no limit and clients can fake their address.',
    );
  }
  const { env } = await import('./lib/platform/env.ts');
  const { expire } = await import('./lib/limits/retention.ts');
  const { log } = await import('./lib/platform/log.ts');
  const { periodically } = await import('./lib/platform/periodically.ts');
  const { endTerms } = await import('./lib/teaching/end-of-term.ts');
  const { judgeProofs } = await import('./lib/proofs/judge-proofs.ts');
  const { compareGrades } = await import('./lib/lti/compare-grades.ts');
  const { readRosters } = await import('./lib/lti/read-rosters.ts');
  const { sendScores } = await import('./lib/lti/send-scores.ts');
  const { judgeWaiting } = await import('./lib/regrade/judge.ts');
  const { compactEvents } = await import('./lib/runs/compact-events.ts');
  const { sweep } = await import('./lib/runs/sweep.ts');
  const { followPublished, openPublished } = await import('./lib/content/versions.ts');
  const { requestScope } = await import('./lib/http/request-scope.ts');
  const { pageTimer } = await import('./lib/http/page-timer.ts');
  const { siteMetrics } = await import('./lib/telemetry/site-metrics.ts');
  const { upgrades } = await import('./lib/http/upgrades.ts');
  const { sweepSessions } = await import('./lib/terminals/report-session.ts');
  const { takeTerminalSocket } = await import('./lib/sockets/terminal-sockets.ts');
  const { previewRequests } = await import('./lib/http/preview-requests.ts');
  const { answerPreview, upgradePreview } = await import('./lib/previews/answer-preview.ts');
  const { inContentOfRequest } = await import('./lib/versions/content-of-request.ts');
  // Before the first request, which would see an older version of the course.
  await openPublished().catch((error: unknown) =>
    log.error({ err: error }, 'cannot read what authors have published; showing the installed content'),
  );
  requestScope().run = inContentOfRequest;
  pageTimer().observe = ({ seconds, ...labels }) => siteMetrics().pages.observe(labels, seconds);
  upgrades().take = takeTerminalSocket;
  previewRequests().take = { answer: answerPreview, upgrade: upgradePreview };
  periodically('following what is published', { firstMs: 10_000, pauseMs: 10_000 }, followPublished);
  // The first sweep waits for a full timeout, because no runner could report while the site was down.
  periodically('sweeping', { firstMs: env().RUN_HEARTBEAT_TIMEOUT_SECONDS * 1_000, pauseMs: 5_000 }, sweep);
  periodically(
    'sweeping terminals',
    { firstMs: env().RUN_HEARTBEAT_TIMEOUT_SECONDS * 1_000, pauseMs: 5_000 },
    sweepSessions,
  );
  periodically('checking drafts', { firstMs: 5_000, pauseMs: 1_000 }, judgeProofs);
  periodically('regrading', { firstMs: 5_000, pauseMs: 1_000 }, judgeWaiting);
  periodically('comparing grades with LMSs', { firstMs: 10_000, pauseMs: 10_000 }, compareGrades);
  periodically('sending grades to LMSs', { firstMs: 12_000, pauseMs: 2_000 }, sendScores);
  periodically('reading the rosters of LMSs', { firstMs: 90_000, pauseMs: HOUR_MS }, readRosters);
  periodically('retention', { firstMs: 60_000, pauseMs: HOUR_MS }, expire);
  periodically('compacting events', { firstMs: 90_000, pauseMs: HOUR_MS }, compactEvents);
  periodically('deleting the work of classes', { firstMs: 120_000, pauseMs: HOUR_MS }, endTerms);
}
