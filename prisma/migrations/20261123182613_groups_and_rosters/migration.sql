-- AlterTable
ALTER TABLE "cohort_member" ADD COLUMN     "group_name" TEXT;

-- CreateTable
CREATE TABLE "expected_member" (
    "cohort_id" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "group_name" TEXT,
    "added_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "expected_member_pkey" PRIMARY KEY ("cohort_id","email")
);

-- CreateTable
CREATE TABLE "group_extension" (
    "cohort_id" TEXT NOT NULL,
    "kind" "assignment_kind" NOT NULL,
    "slug" TEXT NOT NULL,
    "group_name" TEXT NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT NOT NULL,
    "granted_by_id" TEXT,
    "granted_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "group_extension_pkey" PRIMARY KEY ("cohort_id","kind","slug","group_name")
);

-- AddForeignKey
ALTER TABLE "expected_member" ADD CONSTRAINT "expected_member_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_extension" ADD CONSTRAINT "group_extension_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "group_extension" ADD CONSTRAINT "group_extension_granted_by_id_fkey" FOREIGN KEY ("granted_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;
