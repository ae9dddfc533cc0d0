import type { ImportPreview } from '@dfm/contracts/page-data';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';

/** What each row of a file would do, after the rows that cannot be read. */
export function ImportTable({ preview: { columns, rows, errors } }: { preview: ImportPreview }) {
  const unchanged = rows.filter(({ isChange }) => !isChange).length;
  return (
    <>
      {errors.length > 0 && (
        <div className="max-w-measure border-l-2 border-bad py-0.5 pl-4 text-sm">
          <p className="font-semibold">
            {errors.length === 1 ? 'One problem:' : `${errors.length} problems:`} these rows are left out.
          </p>
          <ul className="mt-2 grid max-h-80 gap-1 overflow-y-auto">
            {errors.map(({ line, message }) => (
              <li key={`${line} ${message}`} className="wrap-anywhere">
                Line {line}: {message}
              </li>
            ))}
          </ul>
        </div>
      )}
      <p className="text-sm">
        {rows.length - unchanged === 0 ? 'Nothing would change.' : `${rows.length - unchanged} would change`}
        {rows.length > unchanged && (unchanged > 0 ? `, ${unchanged} would not.` : '.')}
      </p>
      {rows.length > 0 && (
        <ScrollRegion aria-label="Rows of the file" className="max-h-96 max-w-figure overflow-auto">
          <table className="w-full min-w-xl text-sm">
            <thead className="sticky top-0 bg-paper text-left text-faint">
              <tr>
                {['Line', ...columns, 'What happens'].map((name) => (
                  <th key={name} scope="col" className="py-1 pr-4 font-medium whitespace-nowrap">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ line, cells, effect, isChange }) => (
                <tr key={line} className={`border-t border-line align-top ${isChange ? '' : 'text-faint'}`}>
                  <td className="py-1 pr-4 tabular-nums">{line}</td>
                  {cells.map((cell, index) => (
                    <td key={columns[index]} className="py-1 pr-4 wrap-anywhere">
                      {cell}
                    </td>
                  ))}
                  <td className="py-1">{effect}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </>
  );
}
