import { TabList } from '@/components/ui/tabs.tsx';
import type { ShellState } from '../connection/connection-state.ts';
import { shellName } from './shell-name.ts';

interface Props {
  /** Of the tabs and their panel. */
  id: string;
  shells: ReadonlyMap<number, ShellState>;
  /** By shell: what its programs say that they are doing. */
  titles: ReadonlyMap<number, string>;
  /** Shells that have printed something while they were hidden. */
  news: ReadonlySet<number>;
  selected: number;
  onSelect(shell: number): void;
  /** The focus is to move into the shell. */
  onEnter(shell: number): void;
}

/** One tab per shell. */
export function ShellTabs({ id, shells, titles, news, selected, onSelect, onEnter }: Props) {
  return (
    <TabList
      id={id}
      label="Shells"
      tabs={[...shells].map(([shell, { state }]) => ({
        value: String(shell),
        content: (
          <span title={titles.get(shell)} className="inline-flex items-center gap-1.5">
            {shellName(shell)}
            {state === 'exited' && <span className="font-normal text-faint">(ended)</span>}
            {news.has(shell) && (
              <>
                <span aria-hidden className="size-2 rounded-full bg-accent" />
                <span className="sr-only">, new output</span>
              </>
            )}
          </span>
        ),
      }))}
      selected={String(selected)}
      onSelect={(value) => onSelect(Number(value))}
      onEnter={(value) => onEnter(Number(value))}
      className="shell-tabs"
      tabClassName="min-h-10 shrink-0 px-3 text-sm text-soft -outline-offset-2 hover:text-ink aria-selected:font-semibold aria-selected:text-ink aria-selected:shadow-[inset_0_-2px_0_var(--accent)]"
    />
  );
}
