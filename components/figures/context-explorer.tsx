'use client';

import { formatBytes } from '@dfm/contracts/quantity';
import { useId, useMemo, useState } from 'react';
import { ChoiceInput } from '@/components/ui/choice-input.tsx';
import { useServedText } from '@/components/ui/use-served-text.ts';
import {
  contextView,
  decisionText,
  fileRows,
  type ContextRow,
  type ContextView,
  type FolderFile,
} from './context-rows.ts';
import { FigureFrame } from './figure-frame.tsx';
import { FigureTable } from './figure-table.tsx';
import { share } from './share.ts';

const presets = [
  { label: 'No rules', rules: '' },
  { label: 'As in .gitignore', rules: 'data/\n.env\n__pycache__/\n' },
  { label: 'At every depth', rules: '.git\n.env\ndata\n**/__pycache__\n**/*.ipynb\n' },
  { label: 'Only what is needed', rules: '*\n!requirements.txt\n!model\n!sorter\n**/__pycache__\n' },
] as const;

interface Props {
  files: readonly FolderFile[];
  /** The tools that created the folder. */
  madeWith: readonly string[];
  caption?: string | undefined;
}

/**
 * A project's folder and an editable `.dockerignore`: what a build with `COPY . .` sends, and which line
 * decided.
 */
export function ContextExplorer({ files, madeWith, caption }: Props) {
  const [rules, setRules] = useState<string>(presets[1].rules);
  const view = useMemo(() => contextView(files, rules), [files, rules]);
  return (
    <FigureFrame
      title="What is sent to the builder"
      total={<output>{totalText(view)}</output>}
      legend={
        <>
          <li>
            <span aria-hidden className="swatch context-sent" />
            sent
          </li>
          <li>
            <span aria-hidden className="swatch context-left-out" />
            left out
          </li>
        </>
      }
      caption={`${caption ? `${caption} ` : ''}The sizes are from a real folder, written by ${madeWith.join(' and ')}. The rules are read by the same code that grades the exercises.`}
      table={
        <FigureTable
          rows={fileRows(view).map((row) => ({
            key: row.key,
            line: row.decision && 'line' in row.decision ? row.decision.line : undefined,
            text: row.path,
            row,
          }))}
          subject="File"
          columns={[
            { head: 'Bytes', cell: ({ row }) => row.bytes.toLocaleString('en') },
            { head: 'Result', cell: ({ row }) => decisionText(row.decision) },
          ]}
        />
      }
    >
      <RulesEditor rules={rules} onChange={setRules} unreadable={view.unreadable} />
      <Folder rows={view.rows} />
    </FigureFrame>
  );
}

interface EditorProps {
  rules: string;
  onChange: (rules: string) => void;
  unreadable: ContextView['unreadable'];
}

function RulesEditor({ rules, onChange, unreadable }: EditorProps) {
  const group = useId();
  const id = useServedText(onChange);
  return (
    <div className="context-rules">
      <fieldset className="segments">
        <legend className="sr-only">Rules to start from</legend>
        {presets.map((preset) => (
          <label key={preset.label}>
            <ChoiceInput
              type="radio"
              name={group}
              checked={preset.rules === rules}
              onChecked={() => onChange(preset.rules)}
              className="sr-only"
            />
            <span>{preset.label}</span>
          </label>
        ))}
      </fieldset>
      <label htmlFor={id}>.dockerignore (editable)</label>
      <div className="context-editor">
        <ol aria-hidden>
          {rules.split('\n').map((_, index) => (
            // oxlint-disable-next-line react/no-array-index-key -- a line has no other name than its number
            <li key={index}>{index + 1}</li>
          ))}
        </ol>
        <textarea
          id={id}
          value={rules}
          onChange={(event) => onChange(event.target.value)}
          rows={Math.max(6, rules.split('\n').length)}
          maxLength={2000}
          spellCheck={false}
          autoCapitalize="off"
          autoComplete="off"
          wrap="off"
        />
      </div>
      <output className="context-problem">
        {unreadable &&
          `Line ${unreadable.line} is not a valid pattern: ${unreadable.text}. The builder stops there.`}
      </output>
    </div>
  );
}

function Folder({ rows }: { rows: ContextView['rows'] }) {
  const largest = rows[0]?.bytes ?? 1;
  return (
    <ul className="rows" aria-label="The folder, largest first">
      {rows.map((row) => (
        <li key={row.key}>
          {row.below.length === 0 ? (
            <Row row={row} largest={largest} />
          ) : (
            <details>
              <summary>
                <Row row={row} largest={largest} />
              </summary>
              <ul className="rows context-below" aria-label={`Files in ${row.path}`}>
                {row.below.map((file) => (
                  <li key={file.key}>
                    <Row row={file} largest={largest} />
                  </li>
                ))}
              </ul>
            </details>
          )}
        </li>
      ))}
    </ul>
  );
}

function Row({ row, largest }: { row: ContextRow; largest: number }) {
  return (
    <span className="row context-row" data-sent={row.sentFiles > 0 || undefined}>
      <code className="row-text" title={row.path}>
        {row.path}
      </code>
      <span className="row-bar" aria-hidden>
        <span className="bar context-sent" style={{ width: share(row.sentBytes, largest) }} />
        <span className="bar context-left-out" style={{ width: share(row.bytes - row.sentBytes, largest) }} />
      </span>
      <span className="row-value">
        {row.sentBytes > 0 && row.sentBytes < row.bytes
          ? `${formatBytes(row.sentBytes)} of ${formatBytes(row.bytes)}`
          : formatBytes(row.bytes)}
      </span>
      <span className="context-decision">
        {row.decision === undefined
          ? `${row.sentFiles} of ${row.files} files sent`
          : decisionText(row.decision)}
      </span>
    </span>
  );
}

function totalText({ sentBytes, bytes, sentFiles, files }: ContextView): string {
  return `${formatBytes(sentBytes)} of ${formatBytes(bytes)}, ${sentFiles} of ${files} files`;
}
