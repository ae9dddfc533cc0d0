import type { ReactNode } from 'react';
import { RunSwitch } from './run-switch.tsx';

/** Several ways to do something, shown one at a time. `labels` has one line for each. */
export function Tabs({ labels, children }: { labels: string; children: ReactNode }) {
  return (
    <RunSwitch labels={labels.split('\n')} legend="Which way to show">
      {children}
    </RunSwitch>
  );
}

export function Tab({ children }: { title: string; children: ReactNode }) {
  return children;
}
