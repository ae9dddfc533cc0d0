import { defineConfig } from 'prisma/config';

/**
 * `npx prisma …` reads this. The product itself migrates by launcher/migrate.ts, which needs no downloaded
 * engine.
 */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env.DATABASE_URL ?? '' },
});
