/** Accesses the browser's storage. Undefined if the browser forbids it, because it then throws. */
export function tryStorage<T>(access: () => T): T | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
}
