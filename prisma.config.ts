import { defineConfig } from 'prisma/config';

/**
 * Configuration for `npx prisma …`. The product itself migrates the database with launcher/migrate.ts, which
 * needs no downloaded engine.
 */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
