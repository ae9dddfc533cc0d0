'use client';

import { useState } from 'react';
import { Choices } from '../choices.tsx';
import { kindColor } from '../instruction-kind.ts';
import { explanation, layerContents, type Action, type Entry } from './layer-contents.ts';

const choices: { value: Action; label: string }[] = [
  { value: 'nothing', label: 'has done nothing yet' },
  { value: 'read', label: 'reads the model' },
  { value: 'change', label: 'changes clean.py' },
  { value: 'delete', label: 'deletes the model' },
  { value: 'create', label: 'writes sorted.tsv' },
];

/** The stack of layers, with the effect of the selected action on each. */
export function CopyOnWriteStack() {
  const [action, setAction] = useState<Action>('nothing');
  return (
    <div className="grid gap-3">
      <div>
        <p className="m-0 mb-1.5">A process in the container …</p>
        <Choices legend="What the process does" choices={choices} chosen={action} onChoose={setAction} />
      </div>
      <output className="block min-h-[4.5em] border-l-2 border-accent pl-3">{explanation[action]}</output>
      <ol className="rows" aria-label="Layers, top first">
        {layerContents(action).map(({ text, kind, entries }) => (
          <li
            key={text}
            className="mb-1 border-l-[6px] bg-surface px-3 py-2"
            style={{ borderColor: kind === 'container' ? 'var(--accent)' : kindColor(kind) }}
          >
            {kind === 'container' ? (
              <span className="font-semibold">The container’s own layer</span>
            ) : (
              <code className="font-mono text-xs">{text}</code>
            )}
            <ul className="m-0 list-none p-0 text-xs" aria-label="Files in it">
              {entries.length === 0 && <li className="m-0 p-0 text-faint">empty</li>}
              {entries.map((entry) => (
                <li key={entry.path} className="m-0 flex flex-wrap gap-x-3 p-0">
                  <span
                    className={`font-mono ${entry.isVisible ? '' : 'text-faint line-through decoration-1'}`}
                  >
                    {entry.path}
                  </span>
                  <span className="text-soft">{remark(entry)}</span>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </div>
  );
}

function remark({ kind, isVisible }: Entry): string {
  if (kind === 'copied') return 'copied up, then changed';
  if (kind === 'whiteout') return 'whiteout';
  if (kind === 'new') return 'new';
  return isVisible ? '' : 'still there, but hidden';
}
