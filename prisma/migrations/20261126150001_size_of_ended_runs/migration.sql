-- Fails instead of letting everyone wait who comes after it
SET LOCAL lock_timeout = '5s';

-- AlterTable
ALTER TABLE "run" ADD COLUMN     "ended_bytes" INTEGER;
