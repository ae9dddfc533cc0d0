import type { BaseFacts, WheelFacts } from '@dfm/contracts';
import { debianPackageOf } from '@dfm/grading/browser';

/** A shared library that the compiled files of a wheel depend on. */
export interface LibraryRow {
  library: string;
  /** `wheel`: included in the wheel. `base`: the loader finds it in the image. `missing`: neither. */
  place: 'wheel' | 'base' | 'missing';
  /** The Debian package that contains a missing library, if known. */
  debianPackage: string | undefined;
}

/** Where each library that a wheel needs is found on a base, missing ones first. */
export function libraryRows(
  wheel: Pick<WheelFacts, 'bundled' | 'leftToSystem'>,
  base: Pick<BaseFacts, 'libraries'>,
): LibraryRow[] {
  const has = new Set(base.libraries);
  const left = wheel.leftToSystem.map((library): LibraryRow =>
    has.has(library)
      ? { library, place: 'base', debianPackage: undefined }
      : { library, place: 'missing', debianPackage: debianPackageOf(library) },
  );
  const bundled = wheel.bundled.map((library): LibraryRow => ({
    library,
    place: 'wheel',
    debianPackage: undefined,
  }));
  return [
    ...left.filter(({ place }) => place === 'missing'),
    ...left.filter(({ place }) => place === 'base'),
    ...bundled,
  ];
}

/** Debian packages that contain the missing libraries, each once. */
export function packagesToInstall(rows: LibraryRow[]): string[] {
  return [
    ...new Set(
      rows.flatMap(({ place, debianPackage }) =>
        place === 'missing' && debianPackage !== undefined ? [debianPackage] : [],
      ),
    ),
  ].sort();
}
