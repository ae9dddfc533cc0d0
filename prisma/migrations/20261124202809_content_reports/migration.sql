-- CreateEnum
CREATE TYPE "part_kind" AS ENUM ('lesson', 'exercise');

-- CreateEnum
CREATE TYPE "report_kind" AS ENUM ('wrong', 'unclear', 'other');

-- CreateEnum
CREATE TYPE "report_status" AS ENUM ('open', 'answered', 'fixed', 'declined');

-- CreateTable
CREATE TABLE "content_report" (
    "id" TEXT NOT NULL,
    "learner_id" TEXT,
    "part" "part_kind" NOT NULL,
    "slug" TEXT NOT NULL,
    "anchor" TEXT NOT NULL,
    "quote" TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
    "kind" "report_kind" NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "content_version" INTEGER,
    "status" "report_status" NOT NULL DEFAULT 'open',
    "answered_at" TIMESTAMPTZ(3),
    "seen_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "closed_commit" TEXT,

    CONSTRAINT "content_report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "content_report_reply" (
    "id" TEXT NOT NULL,
    "report_id" TEXT NOT NULL,
    "author_id" TEXT,
    "by_reader" BOOLEAN NOT NULL,
    "text" TEXT NOT NULL,
    "written_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "content_report_reply_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "content_report_learner_id_idx" ON "content_report"("learner_id");

-- CreateIndex
CREATE INDEX "content_report_part_slug_idx" ON "content_report"("part", "slug");

-- CreateIndex
CREATE INDEX "content_report_created_at_idx" ON "content_report"("created_at");

-- CreateIndex
CREATE INDEX "content_report_reply_report_id_idx" ON "content_report_reply"("report_id");

-- CreateIndex
CREATE INDEX "content_report_reply_author_id_idx" ON "content_report_reply"("author_id");

-- AddForeignKey
ALTER TABLE "content_report" ADD CONSTRAINT "content_report_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "content_report_reply" ADD CONSTRAINT "content_report_reply_report_id_fkey" FOREIGN KEY ("report_id") REFERENCES "content_report"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "content_report_reply" ADD CONSTRAINT "content_report_reply_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;
