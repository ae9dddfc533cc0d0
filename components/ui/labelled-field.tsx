import { useId, type ReactNode } from 'react';

export interface FieldText {
  label: string;
  /** Help below the field. */
  hint?: ReactNode;
  /** What is wrong with the value; it is announced with the field. */
  problem?: string;
}

/** What the input, select or textarea needs to belong to its label. */
interface Wiring {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': boolean;
}

interface Props extends FieldText {
  className?: string;
  children(wiring: Wiring): ReactNode;
}

/** The border and the padding that every field has, also one with a wrong value. */
export const fieldLook =
  'mt-1.5 block w-full rounded-md border border-edge bg-raised px-3 text-base aria-invalid:border-bad';

/** A field with its label, its help and what is wrong with its value. */
export function LabelledField({ label, hint, problem, className = '', children }: Props) {
  const id = useId();
  const described = [hint !== undefined && `${id}-hint`, problem !== undefined && `${id}-problem`];
  return (
    <div className={className}>
      <label htmlFor={id} className="block text-sm font-semibold">
        {label}
      </label>
      {children({
        id,
        'aria-describedby': described.filter(Boolean).join(' ') || undefined,
        'aria-invalid': problem !== undefined,
      })}
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
