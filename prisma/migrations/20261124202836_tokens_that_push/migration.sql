-- AlterTable
ALTER TABLE "api_token" ADD COLUMN     "may_push" BOOLEAN NOT NULL DEFAULT false;
