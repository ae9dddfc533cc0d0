import type { ComponentProps } from 'react';

interface Props extends ComponentProps<'section'> {
  'aria-label': string;
}

/**
 * A part that scrolls by itself. It can be focused, because without a mouse that is the only way to scroll it
 * (WCAG 2.1.1).
 */
export function ScrollRegion(props: Props) {
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- axe asks for it: scrollable-region-focusable
  return <section tabIndex={0} {...props} />;
}
