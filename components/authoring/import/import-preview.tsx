import type { ImportPlan } from '@dfm/contracts/browser-api';
import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { counted } from '@/components/ui/counted.ts';
import { Disclosure } from '@/components/ui/disclosure.tsx';

interface Props {
  plan: ImportPlan;
  isBusy: boolean;
  onImport(): void;
  onDrop(): void;
}

/** What an import adds, changes and leaves out, before anything is saved. */
export function ImportPreview({ plan, isBusy, onImport, onDrop }: Props) {
  const { added, changed, same, refused } = plan;
  const count = added.length + changed.length;
  const section = useRef<HTMLElement>(null);
  useEffect(() => section.current?.focus(), []);
  return (
    <section
      ref={section}
      tabIndex={-1}
      aria-label="What the import does"
      className="grid gap-2 text-sm outline-none"
    >
      {added.length > 0 && <Paths title={`Adds ${counted(added.length, 'file')}`} paths={added} />}
      {changed.length > 0 && <Paths title={`Changes ${counted(changed.length, 'file')}`} paths={changed} />}
      {same > 0 && <p className="text-soft">{counted(same, 'file')} with the same contents.</p>}
      {refused.length > 0 && (
        <Disclosure summary={`Leaves out ${counted(refused.length, 'file')}`} open>
          <ul>
            {refused.map(({ path, problem }, index) => (
              // A path may be there twice.
              // oxlint-disable-next-line react/no-array-index-key
              <li key={index} className="py-1 wrap-anywhere">
                <span className="font-semibold">{path}</span>: {problem}
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      {count === 0 && <p>There is nothing to import.</p>}
      <div className="flex flex-wrap gap-3">
        {count > 0 && (
          <Button look="primary" aria-disabled={isBusy} onClick={onImport}>
            Import {counted(count, 'file')}
          </Button>
        )}
        <Button look="quiet" onClick={onDrop}>
          Leave it
        </Button>
      </div>
    </section>
  );
}

function Paths({ title, paths }: { title: string; paths: readonly string[] }) {
  return (
    <Disclosure summary={title}>
      <ul>
        {paths.map((path) => (
          <li key={path} className="wrap-anywhere">
            {path}
          </li>
        ))}
      </ul>
    </Disclosure>
  );
}
