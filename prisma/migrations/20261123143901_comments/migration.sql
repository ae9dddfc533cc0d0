-- CreateTable
CREATE TABLE "comment" (
    "id" TEXT NOT NULL,
    "run_id" TEXT NOT NULL,
    "author_id" TEXT,
    "by_learner" BOOLEAN NOT NULL,
    "path" TEXT,
    "line" INTEGER,
    "text" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seen_at" TIMESTAMPTZ(3),

    CONSTRAINT "comment_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "comment_run_id_idx" ON "comment"("run_id");

-- AddForeignKey
ALTER TABLE "comment" ADD CONSTRAINT "comment_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "comment" ADD CONSTRAINT "comment_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;
