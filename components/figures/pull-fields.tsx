import { useId } from 'react';
import { ChoiceInput } from '@/components/ui/choice-input.tsx';
import type { PullSizes } from './pull-plan.ts';

const fields: { name: keyof PullSizes; label: string; max: number }[] = [
  { name: 'baseMb', label: 'Base image, MB (b)', max: 100_000 },
  { name: 'packagesMb', label: 'Packages, MB (p)', max: 100_000 },
  { name: 'modelMb', label: 'One model, MB (m)', max: 1_000_000 },
  { name: 'models', label: 'Models in total (n)', max: 100 },
  { name: 'onNode', label: 'Models on a node (k)', max: 100 },
  { name: 'mbPerSecond', label: 'Network, MB per second', max: 100_000 },
];

interface Props {
  sizes: PullSizes;
  onSizes(sizes: PullSizes): void;
  /** Whether the models are copied with `--link`. */
  linked: boolean;
  onLinked(linked: boolean): void;
}

/** The sizes that the reader can set for a pull, 0 while a field is empty. */
export function PullFields({ sizes, onSizes, linked, onLinked }: Props) {
  const id = useId();
  return (
    <div className="pull-fields">
      {fields.map(({ name, label, max }) => (
        <label key={name} htmlFor={`${id}-${name}`}>
          {label}
          <input
            id={`${id}-${name}`}
            type="number"
            inputMode="numeric"
            min={1}
            max={max}
            value={sizes[name] || ''}
            onChange={({ target }) =>
              onSizes({
                ...sizes,
                [name]: Math.min(max, Math.max(0, Math.floor(target.valueAsNumber || 0))),
              })
            }
          />
        </label>
      ))}
      <label className="pull-link" htmlFor={`${id}-link`}>
        <ChoiceInput id={`${id}-link`} type="checkbox" checked={linked} onChecked={onLinked} />
        Models copied with <code>COPY --link</code>
      </label>
    </div>
  );
}
