import { TextField } from '@/components/ui/text-field.tsx';
import { CurrentPasswordField } from './current-password-field.tsx';

interface Props {
  /** Without one, the e-mail address is typed instead. */
  hasPassword: boolean;
  problem: string | undefined;
}

/** Confirms that the owner of the account is there, and means it. */
export function OwnerField({ hasPassword, problem }: Props) {
  if (hasPassword) return <CurrentPasswordField problem={problem} />;
  return (
    <TextField
      label="E-mail address of this account"
      name="current"
      type="email"
      autoComplete="off"
      required
      hint="Type it, so that this does not happen by mistake."
      problem={problem}
    />
  );
}
