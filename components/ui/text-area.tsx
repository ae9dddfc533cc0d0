import { useId, type ComponentProps } from 'react';

interface Props extends Omit<ComponentProps<'textarea'>, 'id'> {
  label: string;
  /** What is wrong with the text; it is announced with the field. */
  problem?: string;
}

/** A field for several lines of text with its label. */
export function TextArea({ label, problem, ...rest }: Props) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id} className="block text-sm font-semibold">
        {label}
      </label>
      <textarea
        id={id}
        rows={4}
        aria-describedby={problem === undefined ? undefined : `${id}-problem`}
        aria-invalid={problem !== undefined}
        className="mt-1.5 block w-full rounded-md border border-edge bg-raised px-3 py-2 text-base aria-invalid:border-bad"
        {...rest}
      />
      {problem !== undefined && (
        <p id={`${id}-problem`} className="mt-1.5 text-sm text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
