import type { Check, Measured, MeasuredInput } from '../check.ts';
import { noImage } from '../score/measured.ts';
import { listed } from '../score/wording.ts';

/** Debian package of each library that slim images are known to lack. */
const debianPackages: Readonly<Record<string, string>> = {
  'libgomp.so.1': 'libgomp1',
  'libGL.so.1': 'libgl1',
  'libglib-2.0.so.0': 'libglib2.0-0',
  'libgthread-2.0.so.0': 'libglib2.0-0',
  'libSM.so.6': 'libsm6',
  'libXext.so.6': 'libxext6',
  'libXrender.so.1': 'libxrender1',
  'libsndfile.so.1': 'libsndfile1',
  'libpq.so.5': 'libpq5',
  'libopenblas.so.0': 'libopenblas0',
};

export const missingNativeLib: Check = {
  meta: {
    id: 'missing-native-lib',
    title: 'A package lacks its system library',
    axis: 'runtime',
    topic: 'ml',
    severity: 'error',
    defaultPoints: 5,
    needs: ['image'],
    also: [],
    detects: 'Compiled Python extensions in the image that need a shared library found neither beside them nor on any path the loader searches.',
    why: 'The build succeeds and the import fails at run time, often only on the code path that needs it. Slim images leave out libraries such as libgomp and libGL.',
    fix: 'Install the Debian package that has the library in the final stage, or use a wheel that brings it along.',
    bad: 'FROM python:3.11-slim-bookworm\nRUN pip install --no-cache-dir lightgbm',
    good: 'FROM python:3.11-slim-bookworm\nRUN apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*\nRUN pip install --no-cache-dir lightgbm',
  },
  measure,
};

function measure({ evidence: { image }, replay, layerLines }: MeasuredInput): Measured {
  if (image === undefined) return noImage;
  const [first] = image.missingLibraries;
  if (first === undefined) return { status: 'pass', message: 'Every compiled Python extension finds the shared libraries it needs.' };
  const libraries = [...new Set(image.missingLibraries.flatMap((item) => item.needs))].sort();
  const packages = [...new Set(libraries.flatMap((library) => debianPackages[library] ?? []))];
  const layer = replay?.live.find((item) => item.path === first.path)?.layer;
  return {
    status: 'fail',
    line: layer === undefined ? undefined : layerLines[layer],
    message: `The image lacks ${listed(libraries)}, which ${first.path.slice(first.path.search(/[^/]+$/))} needs.`,
    next: packages.length > 0 ? `Install ${listed(packages, 9)} with apt-get in the final stage.` : 'Install the Debian package that has the library in the final stage.',
    evidence: image.missingLibraries.slice(0, 5).map((item) => ({ label: `/${item.path}`, value: item.needs.join(' '), unit: 'text' as const })),
  };
}
