'use client';

import type { ReactNode } from 'react';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import { TabList, TabPanel } from '@/components/ui/tabs.tsx';
import { useHasTabs } from '../window-width.ts';
import { type OuterPane, type PaneWidths, toggled } from './pane-widths.ts';
import { Separator } from './separator.tsx';
import { usePaneWidths } from './use-pane-widths.ts';

export type PaneName = OuterPane | 'editor';

interface Props {
  active: PaneName;
  onActive(pane: PaneName): void;
  /** The outcome has changed since it was shown in its tab. */
  hasNews: boolean;
  task: ReactNode;
  editor: ReactNode;
  outcome: ReactNode;
}

const names: readonly PaneName[] = ['task', 'editor', 'outcome'];
const label: Record<PaneName, string> = { task: 'Task', editor: 'Editor', outcome: 'Outcome' };

/** Three panes side by side. In a window that is too narrow for them, three tabs. */
export function Panes(props: Props) {
  return useHasTabs() ? <TabbedPanes {...props} /> : <WidePanes {...props} />;
}

function WidePanes({ task, editor, outcome }: Props) {
  const [widths, setWidths] = usePaneWidths();
  const outer = { widths, onWidths: setWidths };
  return (
    <div
      className="panes min-h-0 flex-1"
      style={{
        gridTemplateColumns: `${column(widths.task)} 1px minmax(0, 1fr) 1px ${column(widths.outcome)}`,
      }}
    >
      <Pane name="task" {...outer}>
        {task}
      </Pane>
      <Separator pane="task" label="Width of the task" {...outer} />
      <section aria-label="Editor" className="h-full min-h-0 min-w-0 max-lg:hidden">
        {editor}
      </section>
      <Separator pane="outcome" label="Width of the outcome" {...outer} />
      <Pane name="outcome" {...outer}>
        {outcome}
      </Pane>
    </div>
  );
}

/** A collapsed pane is as wide as the button that brings it back. */
const column = (percent: number): string => (percent === 0 ? '2rem' : `minmax(0, ${percent}%)`);

interface PaneProps {
  name: OuterPane;
  widths: PaneWidths;
  onWidths(widths: PaneWidths): void;
  children: ReactNode;
}

function Pane({ name, widths, onWidths, children }: PaneProps) {
  const isCollapsed = widths[name] === 0;
  return (
    <div className={`min-h-0 min-w-0 ${name === 'outcome' ? 'max-lg:hidden' : ''}`}>
      {isCollapsed && (
        <button type="button" className="collapsed-pane" onClick={() => onWidths(toggled(widths, name))}>
          Show {label[name].toLowerCase()}
        </button>
      )}
      <ScrollRegion aria-label={label[name]} className="h-full overflow-y-auto" hidden={isCollapsed}>
        {children}
      </ScrollRegion>
    </div>
  );
}

function TabbedPanes(props: Props) {
  const { active, onActive, hasNews } = props;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <TabList
        id="panes"
        label="Panes"
        tabs={names.map((name) => ({
          value: name,
          content: name === 'outcome' && hasNews ? <WithNews>{label[name]}</WithNews> : label[name],
        }))}
        selected={active}
        onSelect={onActive}
        className="grid grid-cols-3 border-b border-line"
        tabClassName="min-h-11 text-sm text-soft -outline-offset-2 aria-selected:font-semibold aria-selected:text-ink aria-selected:shadow-[inset_0_-2px_0_var(--accent)]"
      />
      <TabPanel id="panes" selected={active} className="min-h-0 flex-1">
        {/* All stay in the page, so that the editor keeps its undo history and each its scroll position. */}
        {names.map((name) => {
          // The text of the editor scrolls by itself.
          const Region = name === 'editor' ? 'section' : ScrollRegion;
          return (
            <Region
              key={name}
              aria-label={label[name]}
              hidden={name !== active}
              className="h-full overflow-y-auto"
            >
              {props[name]}
            </Region>
          );
        })}
      </TabPanel>
    </div>
  );
}

function WithNews({ children }: { children: ReactNode }) {
  return (
    <span className="inline-flex items-center gap-1.5">
      {children}
      <span aria-hidden className="size-2 rounded-full bg-accent" />
      <span className="sr-only">, new</span>
    </span>
  );
}
