-- AlterTable
ALTER TABLE "submission" ADD COLUMN     "values" JSONB NOT NULL DEFAULT '{}';
