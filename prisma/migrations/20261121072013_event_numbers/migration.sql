-- AlterTable
ALTER TABLE "run_event" ADD COLUMN     "reported" INTEGER;

-- CreateIndex
CREATE UNIQUE INDEX "run_event_run_id_attempt_reported_key" ON "run_event"("run_id", "attempt", "reported");
