/**
 * SHA-256 of a file listed in a Debian InRelease file.
 *
 * @param path relative to the suite, such as `main/binary-amd64/Packages.xz`
 */
export function sha256InRelease(release: string, path: string): string | undefined {
  const section = release.split(/^SHA256:$/m)[1] ?? '';
  for (const line of section.split('\n').slice(1)) {
    if (!line.startsWith(' ')) return undefined;
    const [hash, , name] = line.trim().split(/\s+/);
    if (name === path) return hash;
  }
  return undefined;
}

/**
 * Name under which apt keeps a suite's InRelease file in its lists (`…//mirror/debian/dists/bookworm` →
 * `mirror_debian_dists_bookworm_InRelease`).
 */
export function releaseListName(suiteUri: string): string {
  const withoutScheme = suiteUri.replace(/^[a-z+]+:\/\//, '');
  return `${withoutScheme.replaceAll('_', '%5f').replaceAll('/', '_')}_InRelease`;
}
