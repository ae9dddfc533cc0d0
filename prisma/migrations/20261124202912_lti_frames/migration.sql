-- AlterTable
ALTER TABLE "lti_visit" ADD COLUMN     "frame_hash" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "lti_visit_frame_hash_key" ON "lti_visit"("frame_hash");
