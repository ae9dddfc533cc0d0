'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { after, containerParts, initialLife, type Action } from './container-life.ts';
import { StateDiagram } from './state-diagram.tsx';

const groups: { label: string; actions: Action[] }[] = [
  { label: 'Create it', actions: ['run', 'run --rm', 'create'] },
  { label: 'Its process', actions: ['start', 'stop', 'kill', 'restart', 'pause', 'unpause', 'exec', 'end'] },
  { label: 'Remove it', actions: ['rm', 'rm -f'] },
];

/**
 * A container to try the commands on. Refused commands can be clicked as well, because the response of the
 * engine is part of the lesson.
 */
export function LifeCycleBoard() {
  const [life, setLife] = useState(initialLife);
  return (
    <div className="grid gap-4">
      <StateDiagram current={life.state} />
      {groups.map(({ label, actions }) => (
        <div key={label} className="flex flex-wrap items-center gap-1.5">
          <span className="w-24 shrink-0 text-xs text-soft">{label}</span>
          {actions.map((action) => (
            <Button
              key={action}
              className="font-mono font-normal"
              onClick={() => setLife((current) => after(current, action))}
            >
              {action === 'end' ? <span className="font-sans">(the process ends)</span> : action}
            </Button>
          ))}
        </div>
      ))}
      <output className="block min-h-[3em] border-l-2 border-accent pl-3">{life.message}</output>
      <ul aria-label="What exists now" className="rows">
        {containerParts(life).map(({ name, exists, text }) => (
          <li
            key={name}
            className="row grid-cols-[8rem_minmax(0,1fr)]"
            data-state={exists ? undefined : 'cached'}
          >
            <span className={exists ? 'font-semibold' : 'text-faint line-through decoration-1'}>{name}</span>
            <span className={exists ? '' : 'text-faint'}>{text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
