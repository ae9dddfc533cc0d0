'use client';

import { useId, useState, type CSSProperties, type ReactNode } from 'react';

interface Choice {
  key: string;
  /** What stands in the figure for it. */
  label: ReactNode;
  /** Where it stands in the figure. */
  style?: CSSProperties;
  /** What is told of it. */
  panel: ReactNode;
}

interface Props {
  /** Names the group of choices. */
  legend: string;
  className: string;
  choices: Choice[];
  /** Whether pointing at a choice is enough to choose it. */
  followsPointer?: boolean;
  /** Parts of the figure among the choices that cannot be chosen, such as headings. */
  children?: ReactNode;
}

/**
 * A figure of which one part is chosen, by pointer or arrow keys, and explained below. Every panel has the
 * room of the largest, so that choosing moves nothing.
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
            <input
              type="radio"
              name={name}
              checked={shown === index}
              onChange={() => setShown(index)}
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
