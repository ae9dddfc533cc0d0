import { TextField } from '@/components/ui/text-field.tsx';

interface Props {
  hint: string;
  value: string | undefined;
  problem: string | undefined;
}

/** The address of the account that an admin changes, typed once more. */
export function AddressToConfirm({ hint, value, problem }: Props) {
  return (
    <TextField
      label="E-mail address of this account"
      name="email"
      type="email"
      autoComplete="off"
      required
      hint={hint}
      defaultValue={value}
      problem={problem}
    />
  );
}
