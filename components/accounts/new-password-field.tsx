import { TextField } from '@/components/ui/text-field.tsx';

/** A field for choosing a password. */
export function NewPasswordField({ problem }: { problem: string | undefined }) {
  return (
    <TextField
      label="New password"
      name="password"
      type="password"
      autoComplete="new-password"
      required
      hint="At least 10 characters. A few random words are easy to remember and hard to guess."
      problem={problem}
    />
  );
}
