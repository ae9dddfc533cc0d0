import { useEffectEvent, useId, useLayoutEffect, useState } from 'react';

/**
 * Keeps what a reader typed and selected in a controlled text field of the served page before hydration.
 * React sets the text of a field that it hydrates, which undoes both.
 *
 * @param onTyped called with the field's text if it is not the served one. Without it, what was typed is
 *   dropped, as for a text that has unsaved changes elsewhere, which it would replace.
 * @returns the ID that the field must have
 */
export function useServedText(onTyped?: (text: string) => void): string {
  const id = useId();
  const [left] = useState(() => leftIn(fieldWith(id)));
  const restore = useEffectEvent(() => {
    const field = fieldWith(id);
    if (left === undefined || field === undefined) return;
    if (field.value !== left.text) {
      if (onTyped === undefined) return;
      field.value = left.text;
      onTyped(left.text);
    }
    if (left.selection !== undefined) field.setSelectionRange(...left.selection);
  });
  useLayoutEffect(() => restore(), []);
  return id;
}

function fieldWith(id: string): HTMLTextAreaElement | undefined {
  if (typeof document === 'undefined') return undefined;
  const field = document.getElementById(id);
  return field instanceof HTMLTextAreaElement ? field : undefined;
}

function leftIn(field: HTMLTextAreaElement | undefined) {
  if (field === undefined) return undefined;
  const { value: text, selectionStart, selectionEnd, selectionDirection } = field;
  // Selecting in a field that is not in use would focus it in some browsers.
  const isUsed = document.activeElement === field;
  return {
    text,
    selection: isUsed ? ([selectionStart, selectionEnd, selectionDirection] as const) : undefined,
  };
}
