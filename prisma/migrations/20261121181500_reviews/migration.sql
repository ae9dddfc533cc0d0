-- CreateEnum
CREATE TYPE "recall_state" AS ENUM ('learning', 'review', 'relearning');

-- CreateTable
CREATE TABLE "review" (
    "learner_id" TEXT NOT NULL,
    "lesson" TEXT NOT NULL,
    "card" TEXT NOT NULL,
    "state" "recall_state" NOT NULL,
    "due" TIMESTAMPTZ(3) NOT NULL,
    "stability" DOUBLE PRECISION NOT NULL,
    "difficulty" DOUBLE PRECISION NOT NULL,
    "scheduled_days" INTEGER NOT NULL,
    "learning_steps" INTEGER NOT NULL,
    "reps" INTEGER NOT NULL,
    "lapses" INTEGER NOT NULL,
    "reviewed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "review_pkey" PRIMARY KEY ("learner_id","lesson","card")
);

-- AddForeignKey
ALTER TABLE "review" ADD CONSTRAINT "review_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
