import { imageDiff } from '@dfm/grading';
import { diffReport } from './diff-report.ts';
import { imageCommand } from './image-command.ts';
import { packageNote } from './image-report.ts';
import { jsonDocument, terminal, type Output } from './output.ts';
import { readArguments } from './read-arguments.ts';
import { readImage } from './read-image.ts';

const usage = `Usage: dfm diff <image> <image> [--format text|json]

Compares two images: layers, bytes by group of files, packages, the paths with the largest differences, and settings.
  <image>        a file written by docker save, an OCI image layout in a tar, or an image of the local Docker Engine
  --format       json prints the comparison as a document
  --json         the same as --format json

Exit code: 0 same layers and settings, 1 a difference, 2 invalid arguments, or an image that cannot be read.
`;

/**
 * `dfm diff`.
 *
 * @param args the arguments after the command's name
 * @returns exit code as in diff(1): 0 no difference, 1 a difference, 2 an error
 */
export async function diff(
  args: readonly string[],
  output: Pick<Output, 'out' | 'err'> = terminal,
): Promise<number> {
  const given = readArguments(
    args,
    {
      usage,
      options: {
        json: { type: 'boolean', default: false },
        format: { type: 'string', default: 'text' },
      },
      read: ({ json, format }, [before, after, ...rest]) => {
        if (before === undefined || after === undefined || rest.length > 0)
          throw new Error('Give two images.');
        if (!['text', 'json'].includes(format)) throw new Error('--format must be text or json.');
        return { before, after, isJson: json || format === 'json' };
      },
    },
    output,
  );
  if (typeof given === 'number') return given;
  const { before, after, isJson } = given;
  return imageCommand(output, async () => {
    const images = [await readImage(before, undefined), await readImage(after, undefined)] as const;
    for (const [index, image] of images.entries())
      for (const note of image.inventory.notes)
        output.err(`${index === 0 ? 'First' : 'Second'} image: ${packageNote(note)}\n`);
    const found = imageDiff(...images);
    output.out(isJson ? jsonDocument({ version: 1, ...found }) : diffReport(before, after, found));
    return found.same ? 0 : 1;
  });
}
