-- CreateIndex
CREATE INDEX "run_durations" ON "run"("exercise", "finished_at") WHERE (result_status = 'graded');
