-- CreateEnum
CREATE TYPE "proof_item_kind" AS ENUM ('text', 'variant');

-- AlterEnum
ALTER TYPE "run_kind" ADD VALUE 'proof';

-- AlterTable
ALTER TABLE "cohort" ADD COLUMN     "content_version" INTEGER;

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "content" TEXT;

-- CreateTable
CREATE TABLE "proof" (
    "id" TEXT NOT NULL,
    "draft" TEXT NOT NULL,
    "commit" TEXT NOT NULL,
    "made_by_id" TEXT,
    "started_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "ended_at" TIMESTAMPTZ(3),
    "cancelled_at" TIMESTAMPTZ(3),
    "version" INTEGER,
    "published_at" TIMESTAMPTZ(3),
    "published_by_id" TEXT,

    CONSTRAINT "proof_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "proof_item" (
    "proof_id" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "kind" "proof_item_kind" NOT NULL,
    "part" TEXT NOT NULL,
    "variant" TEXT NOT NULL DEFAULT '',
    "draw" INTEGER NOT NULL DEFAULT 0,
    "digest" TEXT,
    "is_known" BOOLEAN NOT NULL DEFAULT false,
    "run_id" TEXT,
    "faults" INTEGER NOT NULL DEFAULT 0,
    "judged_at" TIMESTAMPTZ(3),
    "defects" TEXT[] DEFAULT ARRAY[]::TEXT[],

    CONSTRAINT "proof_item_pkey" PRIMARY KEY ("proof_id","position")
);

-- CreateIndex
CREATE UNIQUE INDEX "proof_version_key" ON "proof"("version");

-- CreateIndex
CREATE INDEX "proof_draft_started_at_idx" ON "proof"("draft", "started_at");

-- CreateIndex
CREATE INDEX "proof_commit_idx" ON "proof"("commit");

-- CreateIndex
CREATE UNIQUE INDEX "proof_one_open" ON "proof"("draft") WHERE (ended_at IS NULL AND cancelled_at IS NULL);

-- CreateIndex
CREATE INDEX "proof_item_run_id_idx" ON "proof_item"("run_id");

-- CreateIndex
CREATE INDEX "proof_item_known" ON "proof_item"("digest") WHERE (judged_at IS NOT NULL AND defects = '{}');

-- AddForeignKey
ALTER TABLE "proof" ADD CONSTRAINT "proof_made_by_id_fkey" FOREIGN KEY ("made_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proof" ADD CONSTRAINT "proof_published_by_id_fkey" FOREIGN KEY ("published_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proof_item" ADD CONSTRAINT "proof_item_proof_id_fkey" FOREIGN KEY ("proof_id") REFERENCES "proof"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "proof_item" ADD CONSTRAINT "proof_item_run_id_fkey" FOREIGN KEY ("run_id") REFERENCES "run"("id") ON DELETE SET NULL ON UPDATE CASCADE;
