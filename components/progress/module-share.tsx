'use client';

import { itemState, type CourseItem } from '@/components/lesson/item-state.ts';
import { useProgress } from '@/components/lesson/progress-context.tsx';
import { counted } from '@/components/ui/counted.ts';

/** The size of a module, or its progress once something is done. */
export function ModuleShare({ items }: { items: readonly CourseItem[] }) {
  const progress = useProgress();
  const done = items.filter((item) => itemState(item, progress) === 'done').length;
  const count = (of: CourseItem['kind']) => items.filter(({ kind }) => kind === of).length;
  return (
    <span className="text-right text-sm text-faint tabular-nums">
      {done > 0 ? (
        <span className={done === items.length ? 'text-good' : undefined}>
          {done} of {items.length} done
        </span>
      ) : (
        [
          counted(count('lesson'), 'lesson'),
          counted(count('exercise'), 'exercise'),
          counted(count('lab'), 'lab'),
        ]
          .filter(Boolean)
          .map((text) => (
            <span key={text} className="block">
              {text}
            </span>
          ))
      )}
    </span>
  );
}
