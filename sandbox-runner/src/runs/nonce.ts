import { randomBytes } from 'node:crypto';

/** A value that no earlier run can have cached. */
export function freshNonce(): string {
  return randomBytes(12).toString('hex');
}

/** A JSON value with `{{nonce}}` in its texts replaced. */
export function filled<T>(value: T, nonce: string): T {
  return value === undefined
    ? value
    : (JSON.parse(JSON.stringify(value).replaceAll('{{nonce}}', nonce)) as T);
}
