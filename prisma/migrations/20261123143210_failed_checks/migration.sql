-- AlterTable
ALTER TABLE "run" ADD COLUMN     "failed_checks" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- Fill the column for runs that have a result already.
UPDATE "run" SET "failed_checks" = ARRAY(
  SELECT checked ->> 'id' FROM jsonb_array_elements("result" -> 'checks') AS checked
  WHERE checked ->> 'status' = 'fail' AND ((checked ->> 'required')::boolean OR (checked ->> 'maxPoints')::float > 0)
) WHERE jsonb_typeof("result" -> 'checks') = 'array';
