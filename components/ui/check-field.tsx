import { useId, type ComponentProps, type ReactNode } from 'react';

interface Props extends Omit<ComponentProps<'input'>, 'id' | 'type'> {
  label: ReactNode;
  type?: 'checkbox' | 'radio';
  /** Help below the label. */
  hint?: ReactNode;
}

/** A checkbox or a radio button with its label. */
export function CheckField({ label, type = 'checkbox', hint, className = '', ...rest }: Props) {
  const id = useId();
  return (
    <div className={`flex gap-2.5 ${className}`}>
      <input
        id={id}
        type={type}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className="mt-1 size-4.5 shrink-0 accent-accent"
        {...rest}
      />
      <div className="min-w-0">
        <label htmlFor={id} className="text-base">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-sm text-soft">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
