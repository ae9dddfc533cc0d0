/**
 * `node scripts/write-sbom.ts`: prints a CycloneDX document with every package that this machine has a record
 * of. Our images write theirs with it in their last step. The check `sbom-matches` compares it with the
 * finished image.
 */
import { glob, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { packageFileAt, readPackageFile } from '@dfm/image/files/package-files';

const root = '/';
const records = [
  'var/lib/dpkg/status',
  'usr/lib/python3*/**/{METADATA,PKG-INFO,*.egg-info}',
  'app/node_modules/**/package.json',
];

const components = new Map<string, { type: 'library'; name: string; version: string; purl: string }>();
for await (const path of glob(records, { cwd: root })) {
  const found = await stat(join(root, path));
  if (!found.isFile() || packageFileAt(path, found.size) !== 'content') continue;
  for (const { type, name, version } of readPackageFile(path, await readFile(join(root, path))).packages) {
    const full = (type === 'deb' ? ['debian', name] : name.split('/')).map(encodeURIComponent).join('/');
    const purl = `pkg:${type}/${full}@${encodeURIComponent(version)}`;
    components.set(purl, { type: 'library', name, version, purl });
  }
}
const document = { bomFormat: 'CycloneDX', specVersion: '1.6', components: [...components.values()] };
console.log(JSON.stringify(document, null, 1));
