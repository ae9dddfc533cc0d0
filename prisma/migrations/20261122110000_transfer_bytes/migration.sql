-- A board ranks by what a registry moves. Runs from before that was counted have no number to be ranked by; passing again gives one.
UPDATE "run" SET "image_bytes" = ("result" #>> '{image,transferBytes}')::BIGINT WHERE "image_bytes" IS NOT NULL;
