import 'server-only';
import { PlatformError } from '@dfm/contracts';
import { countUse } from '../limits/hourly-use.ts';
import { log } from '../platform/log.ts';
import { formatNamed } from './export-format.ts';
import { exportOf } from './export.ts';

/**
 * A download of everything that is stored about a person.
 *
 * @param requesterId the account that asks, whose downloads are limited
 * @param formatName unvalidated: `json` or `html`
 * @throws PlatformError `not-found` for a different format, `rate-limited`
 */
export async function exportResponse(
  personId: string,
  requesterId: string,
  formatName: string,
): Promise<Response> {
  const format = formatNamed(formatName);
  if (!format) throw new PlatformError('not-found', 'There is no such file.');
  await countUse(requesterId, 'download');
  return new Response(streamOf(exportOf(personId, format)), {
    headers: {
      'content-type': format.contentType,
      'content-disposition': `attachment; filename="my-data.${formatName}"`,
      'cache-control': 'no-store',
    },
  });
}

/** Takes a piece whenever the reader wants one. The pieces end when the reader leaves. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      try {
        const { value, done } = await pieces.next();
        if (done === true) controller.close();
        else controller.enqueue(encoder.encode(value));
      } catch (error) {
        log.error({ err: error }, 'a download of everything stored about a person failed');
        throw error;
      }
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
