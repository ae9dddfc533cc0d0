'use client';

import { useId, useState, type CSSProperties, type ReactNode } from 'react';
import { ChoiceInput } from '@/components/ui/choice-input.tsx';

interface Choice {
  key: string;
  /** Its label in the figure. */
  label: ReactNode;
  /** Its position in the figure. */
  style?: CSSProperties;
  /** The explanation. */
  panel: ReactNode;
}

interface Props {
  /** Names the group of choices. */
  legend: string;
  className: string;
  choices: Choice[];
  /** Whether pointing at a choice selects it. */
  followsPointer?: boolean;
  /** Parts of the figure that are not choices, such as headings. */
  children?: ReactNode;
}

/**
 * A figure in which one part is selected, by pointer or arrow keys, and explained below. Every panel takes
 * the space of the largest, so that nothing moves when the selection changes.
 */
export function ChoicePanels({ legend, className, choices, followsPointer = false, children }: Props) {
  const [shown, setShown] = useState(0);
  const name = useId();
  return (
    <>
      <fieldset className={className}>
        <legend className="sr-only">{legend}</legend>
        {children}
        {choices.map(({ key, label, style }, index) => (
          <label
            key={key}
            className="choice"
            style={style}
            onPointerEnter={followsPointer ? () => setShown(index) : undefined}
          >
            <ChoiceInput
              type="radio"
              name={name}
              checked={shown === index}
              onChecked={() => setShown(index)}
              className="sr-only"
            />
            <span className="choice-body">{label}</span>
          </label>
        ))}
      </fieldset>
      <div className="choice-panels" aria-live="polite">
        {choices.map(({ key, panel }, index) => (
          <div key={key} data-shown={index === shown || undefined}>
            {panel}
          </div>
        ))}
      </div>
    </>
  );
}
