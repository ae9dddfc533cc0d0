'use client';

import { Children, useId, useState, type ReactNode } from 'react';
import { ChoiceInput } from '@/components/ui/choice-input.tsx';

interface Props {
  labels: string[];
  /** Describes the choice to screen readers. */
  legend?: string;
  children: ReactNode;
}

/**
 * Shows one of several figures. The others stay in the page, hidden, so that nothing below moves more than
 * necessary.
 */
export function RunSwitch({ labels, legend = 'Which run to show', children }: Props) {
  const [shown, setShown] = useState(0);
  const name = useId();
  return (
    <div className="run-switch wide">
      <fieldset className="segments">
        <legend className="sr-only">{legend}</legend>
        {labels.map((label, index) => (
          <label key={label}>
            <ChoiceInput
              type="radio"
              name={name}
              checked={shown === index}
              onChecked={() => setShown(index)}
              className="sr-only"
            />
            <span>{label}</span>
          </label>
        ))}
      </fieldset>
      {Children.map(children, (figure, index) => (
        <div hidden={index !== shown}>{figure}</div>
      ))}
    </div>
  );
}
