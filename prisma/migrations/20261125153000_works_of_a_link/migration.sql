-- DropIndex
DROP INDEX "lti_link_context_id_resource_link_id_key";

-- CreateIndex
CREATE UNIQUE INDEX "lti_link_context_id_resource_link_id_kind_slug_key" ON "lti_link"("context_id", "resource_link_id", "kind", "slug");
