'use client';

import { useId, type ReactNode } from 'react';
import { ChoiceInput } from '@/components/ui/choice-input.tsx';

interface Props<Choice extends string> {
  /** Describes the choice to screen readers. */
  legend: string;
  choices: readonly { value: Choice; label: ReactNode }[];
  chosen: Choice;
  onChoose: (choice: Choice) => void;
}

/** Radio buttons that look like a segmented control. */
export function Choices<Choice extends string>({ legend, choices, chosen, onChoose }: Props<Choice>) {
  const name = useId();
  return (
    <fieldset className="segments flex-wrap">
      <legend className="sr-only">{legend}</legend>
      {choices.map(({ value, label }) => (
        <label key={value}>
          <ChoiceInput
            type="radio"
            name={name}
            checked={value === chosen}
            onChecked={() => onChoose(value)}
            className="sr-only"
          />
          <span>{label}</span>
        </label>
      ))}
    </fieldset>
  );
}
