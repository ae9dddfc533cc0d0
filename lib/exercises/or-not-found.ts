import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { notFound } from 'next/navigation';

/** Turns a `not-found` of the platform into the page that says so. Any other failure stays one. */
export async function orNotFound<T>(value: Promise<T>): Promise<T> {
  try {
    return await value;
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'not-found') notFound();
    throw error;
  }
}
