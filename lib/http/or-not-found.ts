import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { notFound } from 'next/navigation';

/** What a page shows; the page does not exist if loading it is refused. */
export async function orNotFound<T>(loading: Promise<T>): Promise<T> {
  return loading.catch((error: unknown) => {
    if (error instanceof PlatformError) notFound();
    throw error;
  });
}
