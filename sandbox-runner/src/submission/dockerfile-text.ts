import type { ContextFile } from '@dfm/contracts';
import { formatBinaryBytes } from '@dfm/contracts/quantity';
import { bytesOf } from '@dfm/course/exercises';
import { done, type PhaseOutcome } from './outcome.ts';
import { rejected, sizeAndLimit } from './rejected.ts';

/** Ten times the length of the longest Dockerfile that people write. */
const maxDockerfileBytes = 64 * 1024;

/** The Dockerfile of a submission, if it is text of at most 64 KiB. */
export function dockerfileText(files: readonly ContextFile[]): PhaseOutcome<string> {
  const file = files.find((candidate) => candidate.path === 'Dockerfile');
  if (file === undefined)
    return rejected(
      'There is no Dockerfile at the root of the build context. Add a file with exactly this name.',
    );
  const bytes = bytesOf(file);
  if (bytes > maxDockerfileBytes)
    return rejected(
      `The Dockerfile is ${sizeAndLimit(bytes, maxDockerfileBytes)}. Put data and long scripts into files in the build context and copy them.`,
      undefined,
      `Dockerfile of ${formatBinaryBytes(maxDockerfileBytes)}`,
    );
  if (file.encoding === 'base64') return rejected(...invalidText(Buffer.from(file.data, 'base64')));
  if (file.data.replace('\uFEFF', '').trim() === '')
    return rejected('The Dockerfile is empty. It needs at least one FROM line.', 1);
  return done(file.data);
}

/** Finds the first line that is not UTF-8. */
function invalidText(bytes: Buffer): [message: string, line: number | undefined] {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for (let from = 0; from < bytes.length; line += 1) {
    const end = bytes.indexOf(10, from);
    const to = end < 0 ? bytes.length : end + 1;
    try {
      decoder.decode(bytes.subarray(from, to));
    } catch {
      return [`Line ${line} of the Dockerfile is not valid UTF-8. Save the file as UTF-8 text.`, line];
    }
    from = to;
  }
  return ['The Dockerfile is empty. It needs at least one FROM line.', 1];
}
