'use client';

import { Tabs } from '@base-ui/react/tabs';
import { useLayoutEffect, type ReactNode } from 'react';
import { Group, Panel, Separator, useDefaultLayout, useGroupRef } from 'react-resizable-panels';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';
import { useIsNarrow } from './use-is-narrow.ts';

export type PaneName = 'task' | 'editor' | 'outcome';

interface Props {
  active: PaneName;
  onActive(pane: PaneName): void;
  task: ReactNode;
  editor: ReactNode;
  outcome: ReactNode;
}

const names: readonly PaneName[] = ['task', 'editor', 'outcome'];
const label: Record<PaneName, string> = { task: 'Task', editor: 'Editor', outcome: 'Outcome' };

/** Three panes side by side, with their widths stored in this browser. On a phone, three tabs. */
export function Panes(props: Props) {
  return useIsNarrow() ? <TabbedPanes {...props} /> : <WidePanes {...props} />;
}

function WidePanes(props: Props) {
  const group = useGroupRef();
  const { defaultLayout: storedLayout, onLayoutChanged } = useDefaultLayout({
    id: 'exercise-panes',
    onlySaveAfterUserInteractions: true,
    storage: typeof localStorage === 'undefined' ? noStorage : localStorage,
  });
  // Applied after hydration rather than in the first render, because the server does not know the widths.
  useLayoutEffect(() => {
    if (storedLayout !== undefined) group.current?.setLayout(storedLayout);
  }, [group, storedLayout]);
  return (
    <Group
      orientation="horizontal"
      className="min-h-0 flex-1"
      groupRef={group}
      onLayoutChanged={onLayoutChanged}
    >
      <Panel id="task" minSize="18%" defaultSize="28%">
        <Pane name="task">{props.task}</Pane>
      </Panel>
      <Separator className="pane-separator" aria-label="Width of the task" />
      <Panel id="editor" minSize="24%" defaultSize="38%" className="max-md:hidden">
        <section aria-label="Editor" className="h-full">
          {props.editor}
        </section>
      </Panel>
      <Separator className="pane-separator" aria-label="Width of the editor" />
      <Panel id="outcome" minSize="20%" defaultSize="34%" className="max-md:hidden">
        <Pane name="outcome">{props.outcome}</Pane>
      </Panel>
    </Group>
  );
}

/** The server has no storage. The browser applies the stored widths after hydration. */
const noStorage = { getItem: () => null, setItem: () => undefined };

function Pane({ name, children }: { name: PaneName; children: ReactNode }) {
  return (
    <ScrollRegion aria-label={label[name]} className="h-full overflow-y-auto">
      {children}
    </ScrollRegion>
  );
}

function TabbedPanes(props: Props) {
  return (
    <Tabs.Root value={props.active} onValueChange={props.onActive} className="flex min-h-0 flex-1 flex-col">
      <Tabs.List aria-label="Panes" className="grid grid-cols-3 border-b border-line">
        {names.map((name) => (
          <Tabs.Tab
            key={name}
            value={name}
            className="min-h-11 text-sm text-soft -outline-offset-2 data-active:font-semibold data-active:text-ink data-active:shadow-[inset_0_-2px_0_var(--accent)]"
          >
            {label[name]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {names.map((name) => (
        <Tabs.Panel key={name} value={name} className="min-h-0 flex-1 overflow-y-auto">
          {props[name]}
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}
