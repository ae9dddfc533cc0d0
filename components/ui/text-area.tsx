import type { ComponentProps } from 'react';
import { fieldLook, LabelledField, type FieldText } from './labelled-field.tsx';

type Props = FieldText & Omit<ComponentProps<'textarea'>, 'id'>;

/** A field for several lines of text. */
export function TextArea({ label, hint, problem, className, ...rest }: Props) {
  return (
    <LabelledField label={label} hint={hint} problem={problem} className={className}>
      {(wiring) => <textarea rows={4} {...wiring} className={`${fieldLook} py-2`} {...rest} />}
    </LabelledField>
  );
}
