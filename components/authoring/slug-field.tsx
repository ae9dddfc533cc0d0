import { TextField } from '@/components/ui/text-field.tsx';

interface Props {
  label: string;
  hint?: string;
  value: string;
  onChange(slug: string): void;
  /** Why it was refused. */
  problem: string | undefined;
}

/** The slug of a new lesson or exercise. */
export function SlugField({ onChange, ...field }: Props) {
  return (
    <TextField
      {...field}
      maxLength={100}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
