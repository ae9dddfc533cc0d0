import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { root } from '../backup/installation.ts';
import type { Check } from './check.ts';
import { type Finding, good, warning } from './finding.ts';

/** The version of Node that runs this, compared with the one that package.json has. */
export const nodeVersion: Check = {
  name: 'node',
  about: 'version of Node',
  async run() {
    const { devDependencies } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as {
      devDependencies: { node: string };
    };
    return [nodeFinding(process.versions.node, devDependencies.node)];
  },
};

/** @param tested the version with which this was tested */
export function nodeFinding(version: string, tested: string): Finding {
  const major = (text: string) => text.split('.')[0];
  return major(version) === major(tested)
    ? good(version)
    : warning(
        `${version}, tested with ${tested}`,
        `Use node_modules/.bin/node of the clone, as npm start and npx dfm do.`,
      );
}
