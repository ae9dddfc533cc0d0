-- AlterTable
ALTER TABLE "lti_platform" ADD COLUMN     "failures" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "paused_until" TIMESTAMPTZ(3),
ADD COLUMN     "problem" TEXT,
ADD COLUMN     "sending_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "lti_context" ADD COLUMN     "roster_problem" TEXT,
ADD COLUMN     "roster_read_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "lti_roster_difference" (
    "context_id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "learner_id" TEXT,
    "name" TEXT NOT NULL,
    "email" TEXT,

    CONSTRAINT "lti_roster_difference_pkey" PRIMARY KEY ("context_id","subject")
);

-- CreateIndex
CREATE INDEX "lti_roster_difference_learner_id_idx" ON "lti_roster_difference"("learner_id");

-- CreateIndex
CREATE INDEX "run_finished_at_idx" ON "run"("finished_at");

-- AddForeignKey
ALTER TABLE "lti_roster_difference" ADD CONSTRAINT "lti_roster_difference_context_id_fkey" FOREIGN KEY ("context_id") REFERENCES "lti_context"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lti_roster_difference" ADD CONSTRAINT "lti_roster_difference_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
