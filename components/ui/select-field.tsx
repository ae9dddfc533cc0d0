import { useId, type ComponentProps, type ReactNode } from 'react';

interface Props extends Omit<ComponentProps<'select'>, 'id' | 'children'> {
  label: string;
  options: readonly { value: string; text: string }[];
  /** Help below the field. */
  hint?: ReactNode;
  /** What is wrong with the choice; it is announced with the field. */
  problem?: string;
}

/** A field for choosing one of several options, with its label. */
export function SelectField({ label, options, hint, problem, className = '', ...rest }: Props) {
  const id = useId();
  const described = [hint !== undefined && `${id}-hint`, problem !== undefined && `${id}-problem`];
  return (
    <div className={className}>
      <label htmlFor={id} className="block text-sm font-semibold">
        {label}
      </label>
      <select
        // React resets a form to the options that were selected when the field was created.
        key={String(rest.defaultValue)}
        id={id}
        aria-describedby={described.filter(Boolean).join(' ') || undefined}
        aria-invalid={problem !== undefined}
        className="mt-1.5 block min-h-10 w-full rounded-md border border-edge bg-raised px-3 text-base aria-invalid:border-bad"
        {...rest}
      >
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      {hint !== undefined && (
        <p id={`${id}-hint`} className="mt-1.5 text-sm text-soft">
          {hint}
        </p>
      )}
      {problem !== undefined && (
        <p id={`${id}-problem`} className="mt-1.5 text-sm text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
