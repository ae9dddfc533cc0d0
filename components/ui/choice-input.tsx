'use client';

import { useEffect, useEffectEvent, useRef, type ComponentProps } from 'react';

interface Props extends Omit<ComponentProps<'input'>, 'ref' | 'onChange'> {
  type: 'radio' | 'checkbox';
  checked: boolean;
  /** Called with whether the control is checked now. A radio button tells only when it is. */
  onChecked: (isChecked: boolean) => void;
}

/**
 * A radio button or checkbox that also tells what was chosen before hydration. React leaves such a choice as
 * it is, reports no change, and none when the same option is chosen again.
 */
export function ChoiceInput({ type, checked, onChecked, ...attributes }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const tellEarlyChoice = useEffectEvent(() => {
    const isChecked = input.current!.checked;
    if (isChecked !== checked && (isChecked || type === 'checkbox')) onChecked(isChecked);
  });
  useEffect(() => tellEarlyChoice(), []);
  return (
    <input
      {...attributes}
      ref={input}
      type={type}
      checked={checked}
      onChange={({ target }) => onChecked(target.checked)}
    />
  );
}
