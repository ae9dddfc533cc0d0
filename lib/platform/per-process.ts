const store = globalThis as typeof globalThis & { dfmPerProcess?: Map<string, unknown> };

/**
 * One value per process. Module-level variables are not enough, because a bundler may put a module into
 * several bundles, each with its own copy. Without `server-only`, because the server in front of Next uses it
 * too.
 */
export function perProcess<T>(name: string, make: () => T): T {
  const values = (store.dfmPerProcess ??= new Map());
  if (!values.has(name)) values.set(name, make());
  return values.get(name) as T;
}
