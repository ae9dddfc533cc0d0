import 'server-only';
import { missingMigrations } from '../db/missing-migrations.ts';
import { connectedRunners } from '../nodes/runners.ts';
import { log } from '../platform/log.ts';

interface Readiness {
  ok: boolean;
  /** Problems, for the operator. */
  reasons: string[];
  /** Runners that accept runs. A site without runners is ready too, because lessons work. */
  runners?: number;
}

/** Whether the site can serve requests: the database responds and has every migration of this version. */
export async function readiness(): Promise<Readiness> {
  try {
    const [missing, runners] = await Promise.all([missingMigrations(), connectedRunners()]);
    return {
      ok: missing.length === 0,
      reasons: missing.map((name) => `the migration ${name} is not applied`),
      runners,
    };
  } catch (error) {
    log.error({ err: error }, 'the database does not respond');
    return { ok: false, reasons: ['the database does not respond'] };
  }
}
