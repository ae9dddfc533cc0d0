import type { KeyboardEvent, ReactNode } from 'react';

interface TabListProps<Value extends string> {
  /** Identifies these tabs within the page. */
  id: string;
  label: string;
  tabs: readonly { value: Value; content: ReactNode }[];
  selected: Value;
  onSelect(value: Value): void;
  /** Called after a click, Enter or Space on a tab, for a panel that then takes the focus. */
  onEnter?(value: Value): void;
  className: string;
  tabClassName: string;
}

/**
 * Tabs as in the ARIA Authoring Practices, with automatic activation: only the selected tab is in the page's
 * tab order, and the arrow keys, Home and End select another.
 */
export function TabList<Value extends string>({
  id,
  label,
  tabs,
  selected,
  onSelect,
  onEnter,
  className,
  tabClassName,
}: TabListProps<Value>) {
  const index = tabs.findIndex(({ value }) => value === selected);
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>) => {
    const next = neighbour(event.key, index, tabs.length);
    const tab = next === undefined ? undefined : tabs[next];
    if (tab === undefined) return;
    event.preventDefault();
    document.getElementById(tabId(id, tab.value))?.focus();
    onSelect(tab.value);
  };
  return (
    <div role="tablist" aria-label={label} className={className}>
      {tabs.map(({ value, content }) => (
        <button
          key={value}
          type="button"
          role="tab"
          id={tabId(id, value)}
          aria-selected={value === selected}
          aria-controls={value === selected ? panelId(id) : undefined}
          tabIndex={value === selected ? 0 : -1}
          className={tabClassName}
          onClick={() => {
            onSelect(value);
            onEnter?.(value);
          }}
          onKeyDown={onKeyDown}
        >
          {content}
        </button>
      ))}
    </div>
  );
}

/** Index of the tab that a key selects; undefined for any other key. The ends are connected. */
function neighbour(key: string, index: number, count: number): number | undefined {
  switch (key) {
    case 'ArrowRight':
      return (index + 1) % count;
    case 'ArrowLeft':
      return (index - 1 + count) % count;
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    default:
      return undefined;
  }
}

interface TabPanelProps {
  /** The same as of its TabList. */
  id: string;
  selected: string;
  className: string;
  children: ReactNode;
}

/** What the selected tab shows. */
export function TabPanel({ id, selected, className, children }: TabPanelProps) {
  return (
    <div role="tabpanel" id={panelId(id)} aria-labelledby={tabId(id, selected)} className={className}>
      {children}
    </div>
  );
}

const panelId = (id: string) => `${id}-panel`;
/** File names may contain spaces, which an ID may not. */
const tabId = (id: string, value: string) => `${id}-${encodeURIComponent(value)}`;
