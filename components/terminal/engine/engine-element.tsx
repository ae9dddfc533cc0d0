'use client';

import { ChevronRight } from 'lucide-react';
import { useContext, useId, useState, type ReactNode } from 'react';
import { CommandPanel } from './command-panel.tsx';
import type { Command } from './commands.ts';
import { EngineContext } from './engine-context.ts';

/** Characters of a name that a narrow list has room for. The panel has a longer one in full. */
const maxShown = 20;

interface Props {
  /** From `keys` in changes.ts. */
  id: string;
  name: string;
  /** Whether Docker made the name up: a long number. */
  isPlain?: boolean;
  /** To the right of the name: its state. */
  badges?: ReactNode;
  commands: readonly Command[];
  /** Shown in the panel above the commands. */
  more?: ReactNode;
  /** Facts that are always shown, below the name. */
  children?: ReactNode;
}

/**
 * Something that an engine has: its name is a button that opens a panel with the commands that report on it.
 * It is marked for a moment when it has changed.
 */
export function EngineElement({ id, name, isPlain, badges, commands, more, children }: Props) {
  const { changedIn } = useContext(EngineContext);
  const [isOpen, setIsOpen] = useState(false);
  const panelId = useId();
  const round = changedIn.get(id);
  return (
    <div className="engine-element">
      <button
        type="button"
        className="engine-head"
        aria-expanded={isOpen}
        aria-controls={isOpen ? panelId : undefined}
        onClick={() => setIsOpen(!isOpen)}
      >
        <ChevronRight aria-hidden size={14} className="engine-chevron" />
        <span className="engine-name" data-plain={isPlain || undefined} title={name}>
          {name}
        </span>
        {badges}
      </button>
      {children && <div className="engine-facts">{children}</div>}
      {isOpen && (
        <div id={panelId} className="engine-panel">
          {name.length > maxShown && <p className="engine-full-name">{name}</p>}
          {more}
          <CommandPanel commands={commands} />
        </div>
      )}
      {round !== undefined && <span key={round} aria-hidden className="engine-mark" />}
    </div>
  );
}
