-- CreateTable
CREATE TABLE "lti_platform" (
    "id" TEXT NOT NULL,
    "course_id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "issuer" TEXT NOT NULL,
    "client_id" TEXT NOT NULL,
    "auth_url" TEXT NOT NULL,
    "token_url" TEXT NOT NULL,
    "jwks_url" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lti_platform_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lti_deployment" (
    "platform_id" TEXT NOT NULL,
    "deployment_id" TEXT NOT NULL,

    CONSTRAINT "lti_deployment_pkey" PRIMARY KEY ("platform_id","deployment_id")
);

-- CreateTable
CREATE TABLE "lti_key" (
    "id" TEXT NOT NULL,
    "private_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "retired_at" TIMESTAMPTZ(3),

    CONSTRAINT "lti_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lti_context" (
    "id" TEXT NOT NULL,
    "platform_id" TEXT NOT NULL,
    "context_id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "cohort_id" TEXT,
    "memberships_url" TEXT,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "lti_context_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lti_link" (
    "id" TEXT NOT NULL,
    "context_id" TEXT NOT NULL,
    "resource_link_id" TEXT NOT NULL,
    "kind" "assignment_kind" NOT NULL,
    "slug" TEXT NOT NULL,
    "line_item_url" TEXT,
    "line_items_url" TEXT,
    "scopes" TEXT[],

    CONSTRAINT "lti_link_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lti_nonce" (
    "nonce_hash" TEXT NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lti_nonce_pkey" PRIMARY KEY ("nonce_hash")
);

-- CreateTable
CREATE TABLE "lti_visit" (
    "id" TEXT NOT NULL,
    "platform_id" TEXT NOT NULL,
    "browser_hash" TEXT NOT NULL,
    "email" TEXT,
    "launch" JSONB NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lti_visit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "lti_score" (
    "link_id" TEXT NOT NULL,
    "learner_id" TEXT NOT NULL,
    "wanted_points" DOUBLE PRECISION,
    "wanted_at" TIMESTAMPTZ(3),
    "sent_points" DOUBLE PRECISION,
    "sent_at" TIMESTAMPTZ(3),
    "acknowledged_points" DOUBLE PRECISION,
    "acknowledged_at" TIMESTAMPTZ(3),
    "error" TEXT,
    "tries" INTEGER NOT NULL DEFAULT 0,
    "next_try_at" TIMESTAMPTZ(3),

    CONSTRAINT "lti_score_pkey" PRIMARY KEY ("link_id","learner_id")
);

-- CreateIndex
CREATE INDEX "lti_platform_course_id_idx" ON "lti_platform"("course_id");

-- CreateIndex
CREATE UNIQUE INDEX "lti_platform_issuer_client_id_key" ON "lti_platform"("issuer", "client_id");

-- CreateIndex
CREATE INDEX "lti_context_cohort_id_idx" ON "lti_context"("cohort_id");

-- CreateIndex
CREATE UNIQUE INDEX "lti_context_platform_id_context_id_key" ON "lti_context"("platform_id", "context_id");

-- CreateIndex
CREATE UNIQUE INDEX "lti_link_context_id_resource_link_id_key" ON "lti_link"("context_id", "resource_link_id");

-- CreateIndex
CREATE INDEX "lti_visit_platform_id_idx" ON "lti_visit"("platform_id");

-- CreateIndex
CREATE INDEX "lti_score_learner_id_idx" ON "lti_score"("learner_id");

-- CreateIndex
CREATE INDEX "lti_score_to_send" ON "lti_score"("next_try_at") WHERE (next_try_at IS NOT NULL);

-- AddForeignKey
ALTER TABLE "lti_platform" ADD CONSTRAINT "lti_platform_course_id_fkey" FOREIGN KEY ("course_id") REFERENCES "course"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lti_deployment" ADD CONSTRAINT "lti_deployment_platform_id_fkey" FOREIGN KEY ("platform_id") REFERENCES "lti_platform"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lti_context" ADD CONSTRAINT "lti_context_platform_id_fkey" FOREIGN KEY ("platform_id") REFERENCES "lti_platform"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lti_context" ADD CONSTRAINT "lti_context_cohort_id_fkey" FOREIGN KEY ("cohort_id") REFERENCES "cohort"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lti_link" ADD CONSTRAINT "lti_link_context_id_fkey" FOREIGN KEY ("context_id") REFERENCES "lti_context"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lti_visit" ADD CONSTRAINT "lti_visit_platform_id_fkey" FOREIGN KEY ("platform_id") REFERENCES "lti_platform"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lti_score" ADD CONSTRAINT "lti_score_link_id_fkey" FOREIGN KEY ("link_id") REFERENCES "lti_link"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "lti_score" ADD CONSTRAINT "lti_score_learner_id_fkey" FOREIGN KEY ("learner_id") REFERENCES "user"("id") ON DELETE CASCADE ON UPDATE CASCADE;
