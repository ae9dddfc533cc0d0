import { TextField } from '@/components/ui/text-field.tsx';

interface Props {
  hint?: string;
  problem: string | undefined;
}

/** A code of an authenticator app. It takes letters too, because backup codes have them. */
export function CodeField({ hint, problem }: Props) {
  return (
    <TextField
      label="Code"
      name="code"
      autoComplete="one-time-code"
      autoCapitalize="none"
      spellCheck={false}
      required
      hint={hint}
      problem={problem}
    />
  );
}
