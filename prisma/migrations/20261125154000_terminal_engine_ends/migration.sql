-- AlterEnum
ALTER TYPE "terminal_end" ADD VALUE 'engine';
