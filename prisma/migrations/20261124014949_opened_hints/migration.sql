-- CreateTable
CREATE TABLE "opened_hint" (
    "learner_id" TEXT NOT NULL,
    "exercise" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "opened_hint_pkey" PRIMARY KEY ("learner_id","exercise","hint")
);

-- AddForeignKey
ALTER TABLE "opened_hint" ADD CONSTRAINT "opened_hint_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
