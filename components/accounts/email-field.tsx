import type { FormState } from '@dfm/contracts/page-data';
import { TextField } from '@/components/ui/text-field.tsx';

/** The e-mail address with which an account is signed in to. */
export function EmailField({ values, problems }: Pick<FormState, 'values' | 'problems'>) {
  return (
    <TextField
      label="E-mail"
      name="email"
      type="email"
      autoComplete="username"
      required
      defaultValue={values?.email}
      problem={problems?.email}
    />
  );
}
