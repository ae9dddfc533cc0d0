import type { ReactNode } from 'react';

interface Props {
  /** For one of several tables. */
  caption?: string;
  heads: readonly string[];
  children: ReactNode;
}

/** The table version of a figure: column heads, and rows (`tr`) as children. */
export function HeadedTable({ caption, heads, children }: Props) {
  return (
    <table className="figure-table">
      {caption !== undefined && <caption>{caption}</caption>}
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
