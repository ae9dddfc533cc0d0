import { FigureFrame } from './figure-frame.tsx';
import { FigureTable } from './figure-table.tsx';
import { kindsIn } from './instruction-kind.ts';
import { RowInstruction } from './row-instruction.tsx';
import { scopeOf, type ScopeRow } from './scope-rows.ts';

interface Props {
  dockerfile: string;
  variable: string;
  /** What the reader should look at. */
  remark: string;
}

/** A Dockerfile line by line: the value of a variable there, and where it is kept. */
export function VariableScope({ dockerfile, variable, remark }: Props) {
  const { rows, inContainer } = scopeOf(dockerfile, variable);
  return (
    <FigureFrame
      title={
        <>
          Where <code>{variable}</code> is visible
        </>
      }
      total={
        <>
          <span className="font-normal text-soft">in the container:</span> {inContainer ?? 'not set'}
        </>
      }
      kinds={kindsIn(rows)}
      caption={remark}
      table={
        <FigureTable
          rows={rows}
          subject="Instruction"
          columns={[
            { head: `Sees ${variable} as`, cell: seenText },
            { head: 'Value stays in', cell: keptText },
          ]}
        />
      }
    >
      <div className="replay-head" aria-hidden>
        <span>Sees {variable} as</span>
        <span>Value stays in</span>
      </div>
      <ol className="rows" aria-label="Lines of the Dockerfile">
        {rows.map((row) => (
          <li key={row.key} className="row replay-row">
            <RowInstruction row={row} />
            <Cell
              label={`Sees ${variable} as`}
              text={seenText(row)}
              kind={row.seen !== undefined && row.seen !== 'unset' ? row.kind : undefined}
            />
            <Cell label="Value stays in" text={keptText(row)} kind={row.kept && row.kind} />
          </li>
        ))}
      </ol>
    </FigureFrame>
  );
}

function Cell({ label, text, kind }: { label: string; text: string; kind: ScopeRow['kind'] | undefined }) {
  if (text === '') return <span className="cell" />;
  return (
    <span
      className="cell"
      data-cached={kind === undefined || undefined}
      style={{ borderLeft: kind && `3px solid var(--kind-${kind})` }}
    >
      <span className="sr-only">{label}: </span>
      <span className="cell-value effect-config">{text}</span>
    </span>
  );
}

function seenText({ seen }: ScopeRow): string {
  if (seen === undefined) return '';
  return seen === 'unset' ? 'nothing' : seen.value;
}

function keptText({ kept }: ScopeRow): string {
  if (kept === undefined) return '';
  return kept === 'history' ? 'the history' : 'the config (Env)';
}
