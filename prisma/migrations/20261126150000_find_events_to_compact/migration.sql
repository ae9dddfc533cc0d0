-- Fails instead of letting everyone wait who comes after it
SET LOCAL lock_timeout = '5s';

-- CreateIndex
CREATE INDEX "run_event_loose" ON "run_event"("created_at") WHERE (seq = 1);

-- Compacting deletes many rows at once
ALTER TABLE "run_event" SET (autovacuum_vacuum_scale_factor = 0.05);
