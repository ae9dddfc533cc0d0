import { LineMark, type LineLink } from './line-link.tsx';

/** The start of a figure's row: the line number and the text of an instruction. */
export function RowInstruction({
  row,
  onGoTo,
}: { row: { line: number | undefined; text: string } } & Pick<LineLink, 'onGoTo'>) {
  return (
    <>
      <LineMark line={row.line} onGoTo={onGoTo} />
      <code className="row-text" title={row.text}>
        {row.text}
      </code>
    </>
  );
}
