import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from '../../launcher/stack.ts';

/** Size in bytes of the editor's worker with all checks, minified, and also compressed with gzip. */
export async function workerBundle(): Promise<{ bytes: number; gzipBytes: number }> {
  const { outputFiles } = await build({
    entryPoints: [join(root, 'components/exercise/editor/checks.worker.ts')],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    absWorkingDir: root,
    alias: { '@': root, path: 'next/dist/compiled/path-browserify' },
    write: false,
  });
  const [bundle] = outputFiles;
  if (bundle === undefined) throw new Error('esbuild wrote no bundle');
  return { bytes: bundle.contents.byteLength, gzipBytes: gzipSync(bundle.contents).byteLength };
}
