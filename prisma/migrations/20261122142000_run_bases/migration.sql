-- AlterTable
ALTER TABLE "run" ADD COLUMN     "bases" TEXT[] DEFAULT ARRAY[]::TEXT[];
