-- Only those whose size a limit counts. In a migration of its own, because it locks nothing that a run in progress needs.
UPDATE "run" SET "ended_bytes" = "bytes" WHERE "network" IS NOT NULL AND "finished_at" IS NOT NULL;
