import type { ComponentProps } from 'react';
import { fieldLook, LabelledField, type FieldText } from './labelled-field.tsx';

interface Props extends FieldText, Omit<ComponentProps<'select'>, 'id' | 'children'> {
  options: readonly { value: string; text: string }[];
}

/** A field for choosing one of several options. */
export function SelectField({ label, options, hint, problem, className, ...rest }: Props) {
  return (
    <LabelledField label={label} hint={hint} problem={problem} className={className}>
      {(wiring) => (
        // React resets a form to the options that were selected when the field was created.
        <select key={String(rest.defaultValue)} {...wiring} className={`${fieldLook} min-h-10`} {...rest}>
          {options.map(({ value, text }) => (
            <option key={value} value={value}>
              {text}
            </option>
          ))}
        </select>
      )}
    </LabelledField>
  );
}
