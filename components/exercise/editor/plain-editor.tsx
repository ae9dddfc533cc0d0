import type { ComponentProps } from 'react';
import { useServedText } from '@/components/ui/use-served-text.ts';

interface Props extends Omit<ComponentProps<'textarea'>, 'onChange' | 'value'> {
  path: string;
  text: string;
  editable: boolean;
  onText(text: string): void;
  /** Receives what was typed before hydration, which is dropped without it. */
  onServedText?(text: string): void;
}

/** The editor on a phone, and everywhere until Monaco is ready. Tab leaves it, as in any text field. */
export function PlainEditor({ path, text, editable, onText, onServedText, className = '', ...rest }: Props) {
  const id = useServedText(onServedText);
  return (
    <textarea
      id={id}
      aria-label={`${path}${editable ? '' : ', read only'}`}
      value={text}
      readOnly={!editable}
      onChange={(event) => onText(event.target.value)}
      spellCheck={false}
      autoCapitalize="off"
      autoCorrect="off"
      autoComplete="off"
      className={`block size-full resize-none bg-raised p-3 font-mono text-[16px] leading-[22px] text-ink md:text-[14px] ${className}`}
      {...rest}
    />
  );
}
