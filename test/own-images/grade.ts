/**
 * `npm run grade:images -- site|runner [image]`: grades one of our images by its rubric in deploy/rubrics,
 * with what was measured of the built image, and of the site also while it runs. Needs a Docker Engine that
 * has the image and those it is built on.
 */
import { parseArgs } from 'node:util';
import { terminal } from '../../cli/output.ts';
import { readImage } from '../../cli/read-image.ts';
import { renderResult } from '../../cli/render-result.ts';
import { observeSite } from './observe-site.ts';
import { gradeOwn, ownImages, readOwnImage } from './own-image.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    base: { type: 'string', default: 'debian:bookworm-slim' },
    database: { type: 'string', default: 'postgres:17-bookworm' },
  },
});
const [asked, image = `docker-for-ml-${asked}:latest`] = positionals;
const name = ownImages.find((each) => each === asked);
if (name === undefined) {
  console.error(
    `Usage: npm run grade:images -- ${ownImages.join('|')} [image] [--base <image>] [--database <image>]`,
  );
  process.exit(2);
}
const source = await readOwnImage(name);
const { run: plan } = source.exercise;
const result = gradeOwn(source, {
  image: await readImage(image, values.base),
  ...(plan && { run: await observeSite(image, values.database, plan) }),
});
terminal.out(renderResult(result, terminal.style));
process.exitCode = result.passed ? 0 : 1;
