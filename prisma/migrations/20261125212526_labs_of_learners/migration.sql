-- AlterTable
ALTER TABLE "terminal_session" ADD COLUMN     "bases" TEXT[] DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "content" TEXT,
ADD COLUMN     "lab" TEXT,
ADD COLUMN     "lab_start" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "lab_step" (
    "learner_id" TEXT NOT NULL,
    "lab" TEXT NOT NULL,
    "step" TEXT NOT NULL,
    "done_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lab_step_pkey" PRIMARY KEY ("learner_id","lab","step")
);

-- AddForeignKey
ALTER TABLE "lab_step" ADD CONSTRAINT "lab_step_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
