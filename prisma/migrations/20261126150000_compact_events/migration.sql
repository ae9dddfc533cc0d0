-- DropIndex
DROP INDEX "run_heartbeats";

-- DropIndex
DROP INDEX "run_network";

-- DropIndex
DROP INDEX "run_queue";

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "ended_bytes" INTEGER;

-- Only those whose size a limit counts
UPDATE "run" SET "ended_bytes" = "bytes" WHERE "network" IS NOT NULL AND "finished_at" IS NOT NULL;

-- CreateIndex
CREATE INDEX "run_active" ON "run"("state", "claimed_by") WHERE (state IN ('queued', 'running'));

-- CreateIndex
CREATE INDEX "run_network_bytes" ON "run"("network", "ended_bytes") WHERE (network IS NOT NULL);

-- CreateIndex
CREATE INDEX "run_event_loose" ON "run_event"("created_at") WHERE (seq = 1);

-- Room in each page for the next versions of its rows, so that heartbeats add no entries to indexes
ALTER TABLE "run" SET (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- Compacting deletes many rows at once
ALTER TABLE "run_event" SET (autovacuum_vacuum_scale_factor = 0.05);
