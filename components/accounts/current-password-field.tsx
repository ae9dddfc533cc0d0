import { TextField } from '@/components/ui/text-field.tsx';

export function CurrentPasswordField({ problem }: { problem: string | undefined }) {
  return (
    <TextField
      label="Current password"
      name="current"
      type="password"
      autoComplete="current-password"
      required
      problem={problem}
    />
  );
}
