import type { ReactNode } from 'react';
import { HeadedTable } from './headed-table.tsx';

interface Row {
  key: string;
  line: number | undefined;
  text: string;
}

interface Props<Of extends Row> {
  rows: Of[];
  /** Heading of the column with each row's text. */
  subject: string;
  /** Whether the rows' texts are prose rather than code. */
  isProse?: boolean;
  /** Added after a row's text. */
  remark?: (row: Of) => string | false;
  /** The columns after line and text. */
  columns: { head: string; cell: (row: Of) => ReactNode }[];
}

/** A figure's rows as a table: Dockerfile line, text, and the figure's own columns. */
export function FigureTable<Of extends Row>({ rows, subject, isProse = false, remark, columns }: Props<Of>) {
  return (
    <HeadedTable heads={['Line', subject, ...columns.map(({ head }) => head)]}>
      {rows.map((row) => (
        <tr key={row.key}>
          <td>{row.line}</td>
          <td>
            {isProse ? row.text : <code>{row.text}</code>}
            {remark?.(row)}
          </td>
          {columns.map(({ head, cell }) => (
            <td key={head}>{cell(row)}</td>
          ))}
        </tr>
      ))}
    </HeadedTable>
  );
}
