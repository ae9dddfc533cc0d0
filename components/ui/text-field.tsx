import type { ComponentProps } from 'react';
import { fieldLook, LabelledField, type FieldText } from './labelled-field.tsx';

type Props = FieldText & Omit<ComponentProps<'input'>, 'id'>;

/** A field for one line of text. */
export function TextField({ label, hint, problem, className, ...rest }: Props) {
  return (
    <LabelledField label={label} hint={hint} problem={problem} className={className}>
      {(wiring) => <input {...wiring} className={`${fieldLook} min-h-10`} {...rest} />}
    </LabelledField>
  );
}
