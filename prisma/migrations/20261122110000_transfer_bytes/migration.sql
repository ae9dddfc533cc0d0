-- A board ranks by what a registry moves. Runs from before that was counted have no such number and are ranked once they pass again
UPDATE "run" SET "image_bytes" = ("result" #>> '{image,transferBytes}')::BIGINT WHERE "image_bytes" IS NOT NULL;
