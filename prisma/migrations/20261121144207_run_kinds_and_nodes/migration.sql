-- CreateEnum
CREATE TYPE "run_kind" AS ENUM ('practice', 'confirmation');

-- DropIndex
DROP INDEX "run_submission_id_key";

-- DropIndex
DROP INDEX "run_durations";

-- DropIndex
DROP INDEX "run_one_active_per_exercise";

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "kind" "run_kind" NOT NULL DEFAULT 'practice',
ADD COLUMN     "needs" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "simulates" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- A runner introduces itself again with its next call.
DELETE FROM "runner";

-- AlterTable
ALTER TABLE "runner" DROP COLUMN "engine_version",
DROP COLUMN "sandboxes",
ADD COLUMN     "draining" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "info" JSONB NOT NULL,
ADD COLUMN     "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
ADD COLUMN     "well" BOOLEAN NOT NULL DEFAULT true;

-- CreateIndex
CREATE INDEX "run_durations" ON "run"("exercise", "kind", "finished_at") WHERE (result_status = 'graded');

-- CreateIndex
CREATE UNIQUE INDEX "run_submission_id_kind_key" ON "run"("submission_id", "kind");

-- CreateIndex
CREATE UNIQUE INDEX "run_one_active_per_exercise" ON "run"("learner_id", "exercise") WHERE (state IN ('queued', 'running') AND kind = 'practice');
