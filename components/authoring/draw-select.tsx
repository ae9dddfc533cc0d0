import { SelectField } from '@/components/ui/select-field.tsx';

interface Props {
  /** In words; empty for a text without draws. */
  draws: readonly string[];
  /** Index of the one that is shown. */
  draw: number;
  onDraw(draw: number): void;
}

/** Chooses the values that the preview of an exercise is filled with. */
export function DrawSelect({ draws, draw, onDraw }: Props) {
  if (draws.length === 0) return null;
  return (
    <SelectField
      label="As a learner with"
      className="mb-4"
      options={draws.map((text, index) => ({ value: String(index), text }))}
      value={String(Math.min(draw, draws.length - 1))}
      onChange={(event) => onDraw(Number(event.target.value))}
    />
  );
}
