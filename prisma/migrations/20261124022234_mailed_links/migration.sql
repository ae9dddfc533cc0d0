-- AlterEnum
ALTER TYPE "link_purpose" ADD VALUE 'email';
