import type { BaseFacts, WheelFacts } from '@dfm/contracts';
import { formatBytes } from '@dfm/contracts/quantity';
import type { ReactNode } from 'react';
import { FigureFrame } from './figure-frame.tsx';
import { HeadedTable } from './headed-table.tsx';
import { libraryRows, packagesToInstall, type LibraryRow } from './library-rows.ts';

interface Props {
  wheel: WheelFacts;
  base: BaseFacts;
  caption?: ReactNode;
}

const placeName: Record<LibraryRow['place'], string> = {
  missing: 'Missing',
  base: 'In the base',
  wheel: 'In the wheel',
};

/** The shared libraries that a wheel's compiled files need, and where they are found on a base. */
export function MissingLibrary({ wheel, base, caption }: Props) {
  const rows = libraryRows(wheel, base);
  const packages = packagesToInstall(rows);
  const missing = rows.filter(({ place }) => place === 'missing').length;
  return (
    <FigureFrame
      title={`${wheel.package} ${wheel.version} on ${base.reference}`}
      total={
        missing === 0
          ? 'Nothing is missing'
          : `${missing} ${missing === 1 ? 'library is' : 'libraries are'} missing`
      }
      caption={caption}
      table={
        <HeadedTable heads={['Library', 'Found', 'Debian 12 package']}>
          {rows.map(({ library, place, debianPackage }) => (
            <tr key={library}>
              <td>
                <code>{library}</code>
              </td>
              <td>{placeName[place]}</td>
              <td>{debianPackage}</td>
            </tr>
          ))}
        </HeadedTable>
      }
    >
      <p className="library-wheel">
        {wheel.sharedObjects} {wheel.sharedObjects === 1 ? 'file' : 'files'} with compiled code in a wheel of{' '}
        {formatBytes(wheel.bytes)}
      </p>
      <dl className="library-places">
        {(['missing', 'base', 'wheel'] as const).map((place) => {
          const here = rows.filter((row) => row.place === place);
          return (
            <div key={place} data-place={place}>
              <dt>
                {placeName[place]} <span>{here.length}</span>
              </dt>
              <dd>
                {here.length === 0 && 'none'}
                {here.map(({ library }) => (
                  <code key={library}>{library}</code>
                ))}
              </dd>
            </div>
          );
        })}
      </dl>
      {packages.length > 0 && (
        <p className="library-install">
          To install: <code>{packages.join(' ')}</code>
        </p>
      )}
    </FigureFrame>
  );
}
