import 'server-only';

const kept = globalThis as typeof globalThis & { dfmPerProcess?: Map<string, unknown> };

/**
 * One value per process. A bundler may put a module into several bundles, each with its own top level; this
 * is shared.
 */
export function perProcess<T>(name: string, make: () => T): T {
  const values = (kept.dfmPerProcess ??= new Map());
  if (!values.has(name)) values.set(name, make());
  return values.get(name) as T;
}
