import type { BaseFacts, WheelFacts } from '@dfm/contracts';
import { debianPackageOf } from '@dfm/grading/browser';

/** One shared library that a wheel's compiled files name. */
export interface LibraryRow {
  library: string;
  /** `wheel`: brought along. `base`: the loader finds it in the image. `missing`: neither. */
  place: 'wheel' | 'base' | 'missing';
  /** Package of Debian that has it; of a missing one, where it is known. */
  debianPackage: string | undefined;
}

/** Where each library that a wheel names is found on a base, the missing ones first. */
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

/** Debian packages that bring what is missing, each once. */
export function packagesToInstall(rows: LibraryRow[]): string[] {
  return [
    ...new Set(
      rows.flatMap(({ place, debianPackage }) =>
        place === 'missing' && debianPackage !== undefined ? [debianPackage] : [],
      ),
    ),
  ].sort();
}
