import type { ZodMiniType } from 'zod/mini';

type Contract = typeof import('./contract.ts');

/** Chooses the schema of a response. */
export type SchemaOf<Value> = (contract: Contract) => ZodMiniType<Value>;

/**
 * The schemas of what the site sends. They are loaded with the first request, so that they do not delay a
 * page.
 *
 * @throws Error without a connection
 */
export function loadContract(): Promise<Contract> {
  return import('./contract.ts');
}
