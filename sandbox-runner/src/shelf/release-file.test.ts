import { expect, test } from 'vitest';
import { releaseListName, sha256InRelease } from './release-file.ts';

const release = `Origin: Debian
MD5Sum:
 0123 10 main/binary-amd64/Packages.xz
SHA256:
 aaaa     10 main/binary-all/Packages.xz
 bbbb  8790000 main/binary-amd64/Packages.xz
-----BEGIN PGP SIGNATURE-----
 cccc 1 main/late/Packages.xz
`;

test.each([
  ['main/binary-amd64/Packages.xz', 'bbbb'],
  ['main/binary-amd64/Packages', undefined],
  ['main/late/Packages.xz', undefined],
])('SHA-256 of %s', (path, expected) => {
  expect(sha256InRelease(release, path)).toBe(expected);
});

test.each([
  ['http://mirror.test/debian/dists/bookworm', 'mirror.test_debian_dists_bookworm_InRelease'],
  ['https://mirror.test/a_b/dists/x', 'mirror.test_a%5fb_dists_x_InRelease'],
])('list name of %s', (uri, name) => {
  expect(releaseListName(uri)).toBe(name);
});
