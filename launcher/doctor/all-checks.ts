import { backup } from './backup.ts';
import type { Check } from './check.ts';
import { clock } from './clock.ts';
import { database } from './database.ts';
import { disk } from './disk.ts';
import { engine } from './engine.ts';
import { gpu } from './gpu.ts';
import { isolation } from './isolation.ts';
import { kernel } from './kernel.ts';
import { lti } from './lti.ts';
import { mail } from './mail.ts';
import { nodeVersion } from './node-version.ts';
import { registry } from './registry.ts';
import { secrets } from './secrets.ts';
import { settings } from './settings.ts';
import { shelf } from './shelf.ts';
import { site } from './site.ts';

/** In the order in which they are reported. Later ones need what earlier ones check. */
export const allChecks: readonly Check[] = [
  settings,
  nodeVersion,
  kernel,
  disk,
  clock,
  secrets,
  database,
  site,
  mail,
  lti,
  backup,
  engine,
  registry,
  shelf,
  gpu,
  isolation,
];
