-- CreateEnum
CREATE TYPE "regrade_method" AS ENUM ('recomputed', 'rebuilt');

-- AlterEnum
ALTER TYPE "run_kind" ADD VALUE 'regrade';

-- DropIndex
DROP INDEX "run_submission_id_kind_key";

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "measured_with" TEXT,
ADD COLUMN     "regrade_id" TEXT;

-- CreateTable
CREATE TABLE "regrade" (
    "id" TEXT NOT NULL,
    "cohort_id" TEXT NOT NULL,
    "exercise" TEXT NOT NULL,
    "made_by_id" TEXT,
    "note" TEXT NOT NULL,
    "builds_all" BOOLEAN NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "applied_at" TIMESTAMPTZ(3),
    "reverted_at" TIMESTAMPTZ(3),
    "discarded_at" TIMESTAMPTZ(3),

    CONSTRAINT "regrade_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "regrade_item" (
    "regrade_id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "base_run_id" TEXT NOT NULL,
    "method" "regrade_method",
    "faults" INTEGER NOT NULL DEFAULT 0,
    "judged_at" TIMESTAMPTZ(3),
    "result" JSONB,
    "result_status" TEXT,
    "score" DOUBLE PRECISION,
    "passed" BOOLEAN,
    "measured_with" TEXT,
    "error" TEXT,

    CONSTRAINT "regrade_item_pkey" PRIMARY KEY ("regrade_id","run_id")
);

-- CreateIndex
CREATE INDEX "regrade_cohort_id_exercise_idx" ON "regrade"("cohort_id", "exercise");

-- CreateIndex
CREATE UNIQUE INDEX "regrade_one_open" ON "regrade"("cohort_id", "exercise") WHERE (applied_at IS NULL AND discarded_at IS NULL);

-- CreateIndex
CREATE INDEX "regrade_item_run_id_idx" ON "regrade_item"("run_id");

-- CreateIndex
CREATE INDEX "regrade_item_base_run_id_idx" ON "regrade_item"("base_run_id");

-- CreateIndex
CREATE INDEX "regrade_item_waiting" ON "regrade_item"("regrade_id") WHERE (judged_at IS NULL);

-- CreateIndex
CREATE INDEX "run_submission_id_idx" ON "run"("submission_id");

-- CreateIndex
CREATE UNIQUE INDEX "run_submission_id_kind_key" ON "run"("submission_id", "kind") WHERE (regrade_id IS NULL);

-- CreateIndex
CREATE UNIQUE INDEX "run_one_per_regrade" ON "run"("regrade_id", "submission_id") WHERE (regrade_id IS NOT NULL);

-- AddForeignKey
ALTER TABLE "regrade" ADD CONSTRAINT "regrade_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "regrade" ADD CONSTRAINT "regrade_made_by_id_fkey" FOREIGN KEY ("made_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "regrade_item" ADD CONSTRAINT "regrade_item_regrade_id_fkey" FOREIGN KEY ("regrade_id") REFERENCES "regrade"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "regrade_item" ADD CONSTRAINT "regrade_item_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "regrade_item" ADD CONSTRAINT "regrade_item_base_run_id_fkey" FOREIGN KEY ("base_run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "run" ADD CONSTRAINT "run_regrade_id_fkey" FOREIGN KEY ("regrade_id") REFERENCES "regrade"("id") ON DELETE CASCADE ON UPDATE CASCADE;
