-- AlterTable
ALTER TABLE "run" ADD COLUMN     "image_bytes" BIGINT,
ADD COLUMN     "wasted_bytes" BIGINT;

-- CreateTable
CREATE TABLE "board_name" (
    "learner_id" TEXT NOT NULL,
    "exercise" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "folded" TEXT NOT NULL,
    "chosen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "board_name_pkey" PRIMARY KEY ("learner_id","exercise")
);

-- CreateIndex
CREATE UNIQUE INDEX "board_name_exercise_folded_key" ON "board_name"("exercise", "folded");

-- CreateIndex
CREATE INDEX "run_board" ON "run"("exercise", "learner_id", "image_bytes") WHERE (kind = 'confirmation' AND passed);

-- AddForeignKey
ALTER TABLE "board_name" ADD CONSTRAINT "board_name_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- Of runs from before the columns, as their results say
UPDATE "run" SET "image_bytes" = ("result" #>> '{image,totalBytes}')::BIGINT, "wasted_bytes" = ("result" #>> '{image,wastedBytes}')::BIGINT WHERE "result" ? 'image';
