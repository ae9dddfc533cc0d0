import { X } from 'lucide-react';
import { useEffect, useEffectEvent, useState } from 'react';
import { FormProblem } from '@/components/ui/form-problem.tsx';
import { IconButton } from '@/components/ui/icon-button.tsx';
import type { RequestedCommands } from '../requested/use-requested-commands.ts';
import type { LoadTerminal } from '../session-actions.ts';
import { PlaceContext } from '../session/place.ts';
import { type TerminalProps, TerminalView } from '../terminal-view.tsx';
import { PaneEdge } from './pane-edge.tsx';

export interface PaneProps {
  /** Reads the learner's session and what is left of the day. */
  load: LoadTerminal;
  actions: TerminalProps['actions'];
  requested: RequestedCommands | undefined;
  onRequestDone(): void;
  onClose(): void;
}

const place = { className: 'terminal-fill', heading: 'h2', isNarrow: true } as const;

/** A terminal in a part of a page. */
export function TerminalPane({ load, actions, requested, onRequestDone, onClose }: PaneProps) {
  const [loaded, setLoaded] = useState<Awaited<ReturnType<LoadTerminal>>>();
  const [hasFailed, setFailed] = useState(false);
  const read = () => void load().then(setLoaded, () => setFailed(true));
  const readFirst = useEffectEvent(read);
  useEffect(() => readFirst(), []);
  return (
    <PlaceContext value={place}>
      <PaneEdge />
      <div className="flex justify-end border-b border-line px-2">
        <IconButton label="Close the terminal. Its session goes on." onClick={onClose}>
          <X aria-hidden size={18} />
        </IconButton>
      </div>
      <div className="terminal-body">
        {loaded ? (
          <TerminalView
            {...loaded}
            actions={actions}
            requested={requested}
            onRequestDone={onRequestDone}
            onEnded={read}
          />
        ) : (
          <div className="p-6">
            <FormProblem>
              {hasFailed
                ? 'The terminal could not be loaded. Check your connection and reload the page.'
                : undefined}
            </FormProblem>
            {!hasFailed && <p className="text-soft">Loading the terminal …</p>}
          </div>
        )}
      </div>
    </PlaceContext>
  );
}
