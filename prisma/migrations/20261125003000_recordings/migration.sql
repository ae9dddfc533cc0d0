ALTER TYPE "proof_item_kind" ADD VALUE 'commands';
ALTER TYPE "proof_item_kind" ADD VALUE 'recording';

ALTER TABLE "proof_item" ADD COLUMN "recorded" JSONB,
                         ADD COLUMN "is_unsaved" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "run" ADD COLUMN "outputs" JSONB;
