import { useId, type ComponentProps, type ReactNode } from 'react';

interface Props extends Omit<ComponentProps<'input'>, 'id'> {
  label: string;
  /** Help below the field. */
  hint?: ReactNode;
  /** What is wrong with the value; it is announced with the field. */
  problem?: string;
}

/** A field for one line of text with its label, its help and what is wrong with its value. */
export function TextField({ label, hint, problem, className = '', ...rest }: Props) {
  const id = useId();
  const described = [hint !== undefined && `${id}-hint`, problem !== undefined && `${id}-problem`];
  return (
    <div className={className}>
      <label htmlFor={id} className="block text-sm font-semibold">
        {label}
      </label>
      <input
        id={id}
        aria-describedby={described.filter(Boolean).join(' ') || undefined}
        aria-invalid={problem !== undefined}
        className="mt-1.5 block min-h-10 w-full rounded-md border border-edge bg-raised px-3 text-base aria-invalid:border-bad"
        {...rest}
      />
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
