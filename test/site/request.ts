/** The request that pages and actions read from Next, and what they answer. */

/** The current request, and the cookies that actions have set. A test changes both. */
export const request = { headers: new Headers(), cookies: new Map<string, string>() };

/**
 * Instead of `next/headers`: `vi.mock('next/headers', async () => (await
 * import('./request.ts')).nextHeaders)`.
 */
export const nextHeaders = {
  headers: async () => request.headers,
  cookies: async () => ({
    get: (name: string) =>
      request.cookies.has(name) ? { name, value: request.cookies.get(name) } : undefined,
    set: (name: string, value: string) => request.cookies.set(name, encodeURIComponent(value)),
    delete: (name: string) => request.cookies.delete(name),
  }),
};

/** A form as a browser sends it. */
export function form(fields: Record<string, string> = {}): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}
