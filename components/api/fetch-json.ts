import { loadContract, type SchemaOf } from './load-contract.ts';

/**
 * Fetches JSON from the site.
 *
 * @returns undefined if the site refuses the request, or if the response does not match the schema
 * @throws Error without a connection, if the response is not JSON, or if the request is aborted
 */
export async function fetchJson<Value>(
  path: string,
  schemaOf: SchemaOf<Value>,
  init?: RequestInit,
): Promise<Value | undefined> {
  const [response, contract] = await Promise.all([fetch(path, init), loadContract()]);
  if (!response.ok) return undefined;
  return schemaOf(contract).safeParse(await response.json()).data;
}
