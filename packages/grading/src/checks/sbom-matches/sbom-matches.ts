import { pathGlob } from '@dfm/dockerfile/context/path-glob';
import { normalised } from '@dfm/dockerfile/python/requirement';
import * as z from 'zod/mini';
import type { Check, Measured, MeasuredInput } from '../../check/check.ts';
import { textByName } from '../../check/options.ts';
import { noImage, skipped } from '../../check/skipped.ts';
import type { InstalledPackage, PackageInventory, SbomComponent } from '../../evidence/evidence.ts';
import type { LayerReplay } from '../../image/layer-replay.ts';
import { listed } from '../../verdict/wording.ts';

const optionsSchema = z.strictObject({
  path: z._default(
    z.string().check(z.describe('Path of the SBOM in the image. Its name must end in .cdx.json.')),
    '/sbom.cdx.json',
  ),
  copies: z._default(
    textByName.check(
      z.describe(
        'Package URLs, without qualifiers, of code that no record names, by the path or pattern of its files.',
      ),
    ),
    {},
  ),
});
type Options = z.infer<typeof optionsSchema>;

export const sbomMatches: Check<Options> = {
  meta: {
    id: 'sbom-matches',
    title: 'SBOM matches the image',
    axis: 'security',
    topic: 'security',
    severity: 'error',
    defaultPoints: 20,
    needs: ['image'],
    also: [],
    detects:
      'Whether a CycloneDX document in the image names what the image contains: every package that dpkg, apk, pip or npm has recorded, every component in the SBOMs of Python packages (dist-info/sboms), and copied code that the exercise names. Packages that are not installed in that version must not be in it.',
    why: 'When a new vulnerability becomes known, an SBOM that was stored with each image shows which of them are affected. A component that is missing from the list is missing from the answer.',
    fix: 'Write the SBOM in the last stage, below the last step that installs or removes something, from the records in the image instead of the files that were the input of the build. Add code that was copied in, because no package manager has recorded it.',
    bad: 'FROM python:3.11-slim-bookworm\nRUN --mount=source=sbom.py,target=/sbom.py python /sbom.py > /sbom.cdx.json\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt',
    good: 'FROM python:3.11-slim-bookworm\nCOPY requirements.txt .\nRUN pip install --no-cache-dir -r requirements.txt\nRUN --mount=source=sbom.py,target=/sbom.py python /sbom.py > /sbom.cdx.json',
  },
  options: optionsSchema,
  measure,
  onlyInRubric: true,
};

/** Where the image has a component from, with what to do if the SBOM does not name it. */
const sources = {
  packages: {
    label: 'Installed packages',
    next: 'Write the SBOM after the last step that installs something, from the records of dpkg and from the metadata of Python packages.',
  },
  wheels: {
    label: 'Components in Python packages',
    next: 'Some Python packages list what was compiled into them, in dist-info/sboms. Add the components of these lists.',
  },
  copies: {
    label: 'Copied code',
    next: 'No package manager has recorded code that was copied in. Add it to the SBOM with its version.',
  },
} as const;
type Source = keyof typeof sources;

const ofWheel = /\.dist-info\/sboms\//u;
/** Types of packages that the image has records of, so that a component of this type can be proved wrong. */
const recordedTypes: readonly string[] = [
  'deb',
  'apk',
  'pypi',
  'npm',
] satisfies readonly InstalledPackage['type'][];

function measure({ evidence: { image }, replay, options }: MeasuredInput<Options>): Measured {
  if (image === undefined || replay === undefined) return noImage;
  const path = options.path.replace(/^\/+/u, '');
  const sbom = image.inventory.sboms?.find((each) => each.path === path);
  if (sbom === undefined)
    return replay.live.some((each) => each.path === path)
      ? {
          status: 'fail',
          message: `/${path} is not a CycloneDX document in JSON.`,
          next: 'It has to be a file of at most 1 MiB, an object with "bomFormat": "CycloneDX" and a list of components.',
        }
      : { status: 'fail', message: `The image has no file /${path}.` };
  const contained = containedIn(image.inventory, replay, options);
  if (contained.size === 0) return skipped('Not measured: the image has no records of what is in it.');
  const named = new Set(sbom.components.map(urlOf));
  const missing = [...contained].filter(([url]) => !named.has(url));
  const wrong = [...new Map(sbom.components.map((each) => [urlOf(each), each.type]))]
    .filter(([url, type]) => recordedTypes.includes(type) && !contained.has(url))
    .map(([url]) => url)
    // The order in an SBOM can be that of a folder, which depends on the file system.
    .toSorted();
  const counts = (Object.keys(sources) as Source[]).map((source) => {
    const all = [...contained].filter(([, each]) => each === source).length;
    const left = missing.filter(([, each]) => each === source).length;
    return { source, all, left, complete: left === 0 && (source !== 'packages' || wrong.length === 0) };
  });
  const evidence = [
    ...counts.map(({ source, all, left }) => ({
      label: sources[source].label,
      value: all - left,
      unit: 'count' as const,
      wanted: all,
    })),
    { label: 'Named, but not installed', value: wrong.length, unit: 'count' as const, wanted: 0 },
  ];
  const [first] = missing;
  if (first === undefined && wrong.length === 0)
    return {
      status: 'pass',
      message: `The SBOM names all ${contained.size} components of the image, and no package that is not installed.`,
      evidence,
    };
  return {
    status: 'fail',
    // By source, because the records of the base image alone are most of the components.
    share:
      counts.filter(({ all, complete }) => all > 0 && complete).length /
      counts.filter(({ all }) => all > 0).length,
    ...(first === undefined
      ? {
          message: `The SBOM names ${listed(wrong)}, which the image does not contain.`,
          next: 'Write the SBOM in the last stage, after the last step that installs, updates or removes something.',
        }
      : {
          message: `The SBOM leaves out ${missing.length} of ${contained.size} components of the image: ${listed(missing.map(([url]) => url))}.`,
          next: sources[first[1]].next,
        }),
    evidence,
  };
}

/** The components of an image by package URL, in the order of `sources`. */
function containedIn(
  { packages, distribution, sboms = [] }: PackageInventory,
  replay: LayerReplay,
  { copies }: Options,
): Map<string, Source> {
  const contained = new Map<string, Source>();
  const add = (url: string, source: Source) => {
    if (!contained.has(url)) contained.set(url, source);
  };
  for (const one of packages) {
    const isOfSystem = one.type === 'deb' || one.type === 'apk';
    add(urlOf(isOfSystem ? { ...one, name: `${distribution?.id}/${one.name}` } : one), 'packages');
  }
  for (const { path, components } of sboms)
    if (ofWheel.test(path)) for (const component of components) add(urlOf(component), 'wheels');
  for (const [pattern, url] of Object.entries(copies)) {
    const glob = pathGlob(pattern);
    if (replay.live.some(({ path }) => glob.test(path))) add(url, 'copies');
  }
  return contained;
}

/** A package URL without qualifiers and escapes, and with the name of a Python package as in PEP 503. */
function urlOf({ type, name, version }: SbomComponent): string {
  return `pkg:${type}/${type === 'pypi' ? normalised(name) : name}@${version}`;
}
