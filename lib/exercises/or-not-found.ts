import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { notFound } from 'next/navigation';

/** Shows the not-found page for a `not-found` error of the platform; rethrows any other error. */
export async function orNotFound<T>(value: Promise<T>): Promise<T> {
  try {
    return await value;
  } catch (error) {
    if (error instanceof PlatformError && error.code === 'not-found') notFound();
    throw error;
  }
}
