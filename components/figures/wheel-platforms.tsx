import type { WheelPlatforms as Platforms } from '@dfm/contracts';
import { HeadedTable } from './headed-table.tsx';

/**
 * Which packages have a wheel for which C library. A table rather than a figure, because there is nothing to
 * draw.
 */
export function WheelPlatforms({ platforms, recordedOn }: { platforms: Platforms[]; recordedOn: string }) {
  return (
    <figure className="figure my-8">
      <p className="figure-title">Newest version with a wheel for CPython 3.11 on x86-64</p>
      <div className="overflow-x-auto">
        <HeadedTable heads={['Package', 'manylinux (glibc)', 'musllinux (Alpine)']}>
          {platforms.map((row) => (
            <tr key={row.package}>
              <td>
                <code>{row.package}</code>
              </td>
              <td>{row.manylinux ?? 'none'}</td>
              <td>{row.musllinux ?? 'none'}</td>
            </tr>
          ))}
        </HeadedTable>
      </div>
      <figcaption className="figure-caption">
        Looked up in the Python package index on <time dateTime={recordedOn}>{recordedOn}</time>.
      </figcaption>
    </figure>
  );
}
