/** Debian packages of libraries that slim images are known to lack. Names as in Debian 12. */
const packages: Readonly<Record<string, string>> = {
  'libgomp.so.1': 'libgomp1',
  'libGL.so.1': 'libgl1',
  'libglib-2.0.so.0': 'libglib2.0-0',
  'libgthread-2.0.so.0': 'libglib2.0-0',
  'libICE.so.6': 'libice6',
  'libSM.so.6': 'libsm6',
  'libX11.so.6': 'libx11-6',
  'libXext.so.6': 'libxext6',
  'libXrender.so.1': 'libxrender1',
  'libxcb.so.1': 'libxcb1',
  'libsndfile.so.1': 'libsndfile1',
  'libpq.so.5': 'libpq5',
  'libopenblas.so.0': 'libopenblas0',
};

/**
 * The Debian package that contains a shared library, by the name that the loader searches for (`libGL.so.1`);
 * undefined if it is not known.
 */
export function debianPackageOf(library: string): string | undefined {
  return packages[library];
}
