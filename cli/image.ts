import { inertJson } from '@dfm/contracts/visible-text';
import { imageResult, replayLayers } from '@dfm/grading';
import { cycloneDx } from '@dfm/image/report/cyclonedx';
import { imageCommand } from './image-command.ts';
import { imageReport, packageNote } from './image-report.ts';
import { jsonDocument, terminal, type Output } from './output.ts';
import { readArguments } from './read-arguments.ts';
import { readImage } from './read-image.ts';

const usage = `Usage: dfm image <reference|archive> [--base <reference>] [--format text|json|cyclonedx]

Shows the layers of an image, the bytes that each instruction adds and wastes, and what the bytes are.
  <archive>      a file written by docker save, or an OCI image layout in a tar
  <reference>    an image of the local Docker Engine
  --base         an image of the local Docker Engine whose layers count as the base
  --format       json prints the image part of a result document, cyclonedx the installed packages as CycloneDX 1.6
  --json         the same as --format json
`;

const formats = ['text', 'json', 'cyclonedx'];

/**
 * `dfm image`.
 *
 * @param args the arguments after the command's name
 * @returns exit code: 0, or 2 if the arguments are invalid or the image cannot be read
 */
export async function image(
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
        base: { type: 'string' },
      },
      read: ({ json, format, base }, [target, ...rest]) => {
        if (target === undefined || rest.length > 0) throw new Error('Give one image or archive.');
        if (!formats.includes(format)) throw new Error(`--format must be one of ${formats.join(', ')}.`);
        return { target, base, format: json ? 'json' : format };
      },
    },
    output,
  );
  if (typeof given === 'number') return given;
  const { target, base, format } = given;
  return imageCommand(output, async () => {
    const evidence = await readImage(target, base);
    if (format === 'cyclonedx') {
      for (const note of evidence.inventory.notes) output.err(`${packageNote(note)}\n`);
      output.out(`${inertJson(cycloneDx(target, evidence))}\n`);
      return 0;
    }
    const result = imageResult(evidence, replayLayers(evidence.layers, evidence.baseLayers), []);
    output.out(format === 'json' ? jsonDocument(result) : imageReport(target, result, evidence));
    return 0;
  });
}
