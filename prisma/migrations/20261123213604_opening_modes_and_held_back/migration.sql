-- CreateEnum
CREATE TYPE "held_back" AS ENUM ('nothing', 'solutions', 'hints_and_solutions');

-- CreateEnum
CREATE TYPE "work_mode" AS ENUM ('alone', 'group', 'exam');

-- AlterTable
ALTER TABLE "cohort" ADD COLUMN     "held_back" "held_back" NOT NULL DEFAULT 'nothing';

-- AlterTable
ALTER TABLE "assignment" ADD COLUMN     "mode" "work_mode" NOT NULL DEFAULT 'alone',
ADD COLUMN     "opens_at" TIMESTAMPTZ(3);
