import 'server-only';
import { type Env, parseEnv } from './env-schema.ts';

let cached: Env | undefined;

/** The environment of this process, read once. Not read at import, because it is not set during a build. */
export function env(): Env {
  return (cached ??= parseEnv(process.env));
}
