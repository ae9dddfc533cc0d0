-- AlterTable
ALTER TABLE "run" ADD COLUMN     "bytes" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "network" TEXT;

-- CreateTable
CREATE TABLE "hourly_use" (
    "network" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "count" INTEGER NOT NULL,

    CONSTRAINT "hourly_use_pkey" PRIMARY KEY ("network","kind")
);

-- CreateIndex
CREATE INDEX "run_network" ON "run"("network") WHERE (network IS NOT NULL);

-- CreateIndex
CREATE INDEX "run_ended" ON "run"("finished_at") WHERE (network IS NOT NULL AND finished_at IS NOT NULL);

-- Of runs from before the column: no network that anyone submits from, and their events are deleted in time
UPDATE "run" SET "network" = '';
