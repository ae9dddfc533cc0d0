-- CreateEnum
CREATE TYPE "terminal_state" AS ENUM ('waiting', 'running', 'ended');

-- CreateEnum
CREATE TYPE "terminal_end" AS ENUM ('closed', 'time', 'idle', 'fault');

-- CreateTable
CREATE TABLE "terminal_session" (
    "id" TEXT NOT NULL,
    "learner_id" TEXT NOT NULL,
    "state" "terminal_state" NOT NULL DEFAULT 'waiting',
    "fence" INTEGER NOT NULL DEFAULT 0,
    "claimed_by" TEXT,
    "queued_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "heartbeat_at" TIMESTAMPTZ(3),
    "is_in_use" BOOLEAN NOT NULL DEFAULT false,
    "used_at" TIMESTAMPTZ(3),
    "used_ms" INTEGER NOT NULL DEFAULT 0,
    "allowed_ms" INTEGER NOT NULL,
    "ended_at" TIMESTAMPTZ(3),
    "ended_because" "terminal_end",

    CONSTRAINT "terminal_session_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "terminal_session_queue" ON "terminal_session"("queued_at", "id") WHERE (state = 'waiting');

-- CreateIndex
CREATE INDEX "terminal_session_heartbeats" ON "terminal_session"("heartbeat_at") WHERE (state = 'running');

-- CreateIndex
CREATE INDEX "terminal_session_learner_id_queued_at_idx" ON "terminal_session"("learner_id", "queued_at");

-- CreateIndex
CREATE UNIQUE INDEX "terminal_session_one_open" ON "terminal_session"("learner_id") WHERE (state <> 'ended');

-- AddForeignKey
ALTER TABLE "terminal_session" ADD CONSTRAINT "terminal_session_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
