import { tryStorage } from '@/components/exercise/try-storage.ts';

const key = 'terminal-pane';
/** Where a pane fits next to a lesson, as in terminal-pane.css. */
const wideEnough = '(min-width: 1200px)';

/** Remembers in this tab whether the terminal is open next to a lesson. */
export function keepOpen(isOpen: boolean): void {
  tryStorage(() => (isOpen ? sessionStorage.setItem(key, 'open') : sessionStorage.removeItem(key)));
}

/** Whether the terminal was left open next to the lesson before, and fits next to this one. */
export function isKeptOpen(): boolean {
  return matchMedia(wideEnough).matches && tryStorage(() => sessionStorage.getItem(key)) === 'open';
}
