'use client';

import { useEffect } from 'react';

/** Handles the copy buttons of all code blocks with one listener. */
export function CopyCode() {
  useEffect(() => {
    async function copy(event: MouseEvent) {
      const button =
        event.target instanceof Element
          ? event.target.closest<HTMLButtonElement>('.expressive-code .copy button')
          : null;
      const code = button?.dataset.code;
      if (!button || code === undefined) return;
      // The blocks store their text in an attribute, with line ends encoded as U+007F.
      await navigator.clipboard.writeText(code.replaceAll('\u007F', '\n'));
      const title = button.title;
      button.title = button.dataset.copied ?? title;
      button.dataset.done = '';
      setTimeout(() => {
        button.title = title;
        delete button.dataset.done;
      }, 2_000);
    }
    document.addEventListener('click', copy);
    return () => document.removeEventListener('click', copy);
  }, []);
  return null;
}
