-- DropForeignKey
ALTER TABLE "terminal_session" DROP CONSTRAINT "terminal_session_learner_id_fkey";

-- AddForeignKey
ALTER TABLE "terminal_session" ADD CONSTRAINT "terminal_session_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
