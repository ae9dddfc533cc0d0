-- AlterEnum
ALTER TYPE "part_kind" ADD VALUE 'lab';
