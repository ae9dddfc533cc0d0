'use client';

import { useEffect } from 'react';

/** Makes the copy buttons of all code blocks work, with one listener. */
export function CopyCode() {
  useEffect(() => {
    async function copy(event: MouseEvent) {
      const button =
        event.target instanceof Element
          ? event.target.closest<HTMLButtonElement>('.expressive-code .copy button')
          : null;
      const code = button?.dataset.code;
      if (!button || code === undefined) return;
      // The blocks keep their text in an attribute, where line ends are written as U+007F.
      await navigator.clipboard.writeText(code.replaceAll('\u007F', '\n'));
      const said = button.title;
      button.title = button.dataset.copied ?? said;
      button.dataset.done = '';
      setTimeout(() => {
        button.title = said;
        delete button.dataset.done;
      }, 2_000);
    }
    document.addEventListener('click', copy);
    return () => document.removeEventListener('click', copy);
  }, []);
  return null;
}
