-- CreateEnum
CREATE TYPE "link_purpose" AS ENUM ('admin', 'password', 'staff');

-- CreateEnum
CREATE TYPE "staff_role" AS ENUM ('assistant', 'instructor', 'author');

-- CreateEnum
CREATE TYPE "counted_attempt" AS ENUM ('best', 'last');

-- CreateEnum
CREATE TYPE "assignment_kind" AS ENUM ('exercise', 'quiz');

-- AlterTable
ALTER TABLE "user" ADD COLUMN     "is_admin" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
-- Nothing in it is older than an hour. A renamed column would keep the names of its old constraints.
DELETE FROM "hourly_use";
ALTER TABLE "hourly_use" DROP CONSTRAINT "hourly_use_pkey",
DROP COLUMN "network",
ADD COLUMN     "subject" TEXT NOT NULL,
ADD CONSTRAINT "hourly_use_pkey" PRIMARY KEY ("subject", "kind");

-- CreateTable
CREATE TABLE "one_time_link" (
    "id" TEXT NOT NULL,
    "token_hash" TEXT NOT NULL,
    "purpose" "link_purpose" NOT NULL,
    "for_id" TEXT,
    "course_id" TEXT,
    "role" "staff_role",
    "made_by_id" TEXT,
    "made_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "one_time_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "course" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "course_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "staff_member" (
    "course_id" TEXT NOT NULL,
    "user_id" TEXT NOT NULL,
    "role" "staff_role" NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "staff_member_pkey" PRIMARY KEY ("course_id","user_id")
);

-- CreateTable
CREATE TABLE "cohort" (
    "id" TEXT NOT NULL,
    "course_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "time_zone" TEXT NOT NULL,
    "join_code" TEXT NOT NULL,
    "is_open" BOOLEAN NOT NULL DEFAULT true,
    "counts" "counted_attempt" NOT NULL DEFAULT 'best',
    "attempts_max" INTEGER,
    "late_percent_per_day" INTEGER NOT NULL DEFAULT 0,
    "late_floor_percent" INTEGER NOT NULL DEFAULT 0,
    "late_for_days" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cohort_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cohort_member" (
    "cohort_id" TEXT NOT NULL,
    "learner_id" TEXT NOT NULL,
    "joined_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "cohort_member_pkey" PRIMARY KEY ("cohort_id","learner_id")
);

-- CreateTable
CREATE TABLE "assignment" (
    "cohort_id" TEXT NOT NULL,
    "kind" "assignment_kind" NOT NULL,
    "slug" TEXT NOT NULL,
    "due_at" TIMESTAMPTZ(3),
    "weight" INTEGER NOT NULL DEFAULT 1,

    CONSTRAINT "assignment_pkey" PRIMARY KEY ("cohort_id","kind","slug")
);

-- CreateIndex
CREATE UNIQUE INDEX "one_time_link_token_hash_key" ON "one_time_link"("token_hash");

-- CreateIndex
CREATE INDEX "staff_member_user_id_idx" ON "staff_member"("user_id");

-- CreateIndex
CREATE UNIQUE INDEX "cohort_join_code_key" ON "cohort"("join_code");

-- CreateIndex
CREATE INDEX "cohort_course_id_idx" ON "cohort"("course_id");

-- CreateIndex
CREATE INDEX "cohort_member_learner_id_idx" ON "cohort_member"("learner_id");

-- AddForeignKey
ALTER TABLE "one_time_link" ADD CONSTRAINT "one_time_link_for_id_fkey" FOREIGN KEY ("for_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one_time_link" ADD CONSTRAINT "one_time_link_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "one_time_link" ADD CONSTRAINT "one_time_link_made_by_id_fkey" FOREIGN KEY ("made_by_id") REFERENCES "user"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_member" ADD CONSTRAINT "staff_member_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "staff_member" ADD CONSTRAINT "staff_member_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cohort" ADD CONSTRAINT "cohort_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cohort_member" ADD CONSTRAINT "cohort_member_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cohort_member" ADD CONSTRAINT "cohort_member_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "user"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "assignment" ADD CONSTRAINT "assignment_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE CASCADE ON UPDATE CASCADE;
