import type { EngineState } from '@dfm/contracts/engine-state';
import { lazy, Suspense, useEffect } from 'react';
import type { SessionFiles } from '../files/use-files.ts';

const loadEngine = async () => ({ default: (await import('../engine/engine-view.tsx')).EngineView });
const loadFiles = async () => ({ default: (await import('../files/files-view.tsx')).FilesView });
const EngineView = lazy(loadEngine);
const FilesView = lazy(loadFiles);

/** What is shown next to the shells; on a narrow screen, in their place. */
export type Side = 'task' | 'shells' | 'engine' | 'files';

const names: Record<Side, string> = { task: 'Task', shells: 'Shells', engine: 'Engine', files: 'Files' };
const wideSides = ['engine', 'files'] as const;
const narrowSides = ['shells', 'files', 'engine'] as const;

/** What is shown of what was chosen, if the window or the page has changed since. */
export function shownSide(
  chosen: Side,
  { isNarrow, hasTask }: { isNarrow: boolean; hasTask: boolean },
): Side {
  const side = chosen === 'task' && !(isNarrow && hasTask) ? 'shells' : chosen;
  return side === 'shells' && !isNarrow ? 'engine' : side;
}

interface ChoiceProps {
  side: Side;
  isNarrow: boolean;
  /** Whether the task is a choice too. */
  hasTask?: boolean;
  onSide(side: Side): void;
}

/** Chooses what is shown. On a narrow screen, the shells are a choice too. */
export function SideChoice({ side, isNarrow, hasTask = false, onSide }: ChoiceProps) {
  useEffect(() => {
    // So that they are there when they are chosen.
    void Promise.allSettled([loadEngine(), loadFiles()]);
  }, []);
  const sides: readonly Side[] = isNarrow
    ? [...(hasTask ? (['task'] as const) : []), ...narrowSides]
    : wideSides;
  return (
    <fieldset aria-label="Parts of the terminal" className="side-choice">
      {sides.map((value) => (
        <button
          key={value}
          type="button"
          aria-pressed={value === side}
          className="min-h-10 shrink-0 px-3 text-sm text-soft -outline-offset-2 hover:text-ink aria-pressed:font-semibold aria-pressed:text-ink aria-pressed:shadow-[inset_0_-2px_0_var(--accent)]"
          onClick={() => onSide(value)}
        >
          {names[value]}
        </button>
      ))}
    </fieldset>
  );
}

interface Props extends ChoiceProps {
  engine: EngineState | undefined;
  files: SessionFiles;
  isReady: boolean;
  /** Puts a command at the learner's prompt, without running it. */
  onType(command: string): void;
}

/** The engine or the files, next to the shells or over them. */
export function SideView({ engine, files, isReady, onType, ...choice }: Props) {
  const { side, isNarrow } = choice;
  return (
    <aside aria-label="Sandbox" className="side" data-covers={isNarrow}>
      {!isNarrow && <SideChoice {...choice} />}
      <div className={`side-panel ${side === 'engine' ? 'p-4' : ''}`}>
        <Suspense fallback={null}>
          {side === 'engine' ? (
            <EngineView state={engine} onType={onType} />
          ) : (
            <FilesView files={files} isReady={isReady} />
          )}
        </Suspense>
      </div>
    </aside>
  );
}
