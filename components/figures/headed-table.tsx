import type { ReactNode } from 'react';

/** The table version of a figure: column heads, and rows (`tr`) as children. */
export function HeadedTable({ heads, children }: { heads: readonly string[]; children: ReactNode }) {
  return (
    <table className="figure-table">
      <thead>
        <tr>
          {heads.map((head) => (
            <th key={head} scope="col">
              {head}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>{children}</tbody>
    </table>
  );
}
