-- CreateTable
CREATE TABLE "quiz_attempt" (
    "id" TEXT NOT NULL,
    "learner_id" TEXT NOT NULL,
    "lesson" TEXT NOT NULL,
    "quiz" TEXT NOT NULL,
    "right" INTEGER NOT NULL,
    "answered_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "quiz_attempt_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "quiz_attempt_learner_id_lesson_idx" ON "quiz_attempt"("learner_id", "lesson");

-- AddForeignKey
ALTER TABLE "quiz_attempt" ADD CONSTRAINT "quiz_attempt_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What is known of the past: the newest answers.
INSERT INTO "quiz_attempt" ("id", "learner_id", "lesson", "quiz", "right", "answered_at")
SELECT gen_random_uuid(), "learner_id", "lesson", "quiz", "right", "answered_at" FROM "quiz_answer";
