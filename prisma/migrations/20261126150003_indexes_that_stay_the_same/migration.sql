-- Fails instead of letting everyone wait who comes after it
SET LOCAL lock_timeout = '5s';

-- CreateIndex
CREATE INDEX "run_active" ON "run"("state", "claimed_by") WHERE (state IN ('queued', 'running'));

-- CreateIndex
CREATE INDEX "run_network_bytes" ON "run"("network", "ended_bytes") WHERE (network IS NOT NULL);

-- Room in each page for the next versions of its rows, so that heartbeats add no entries to indexes
ALTER TABLE "run" SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- Last, because nobody can read the table from here to the end

-- DropIndex
DROP INDEX "run_heartbeats";

-- DropIndex
DROP INDEX "run_network";

-- DropIndex
DROP INDEX "run_queue";
