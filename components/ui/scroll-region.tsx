import type { ComponentProps } from 'react';

interface Props extends ComponentProps<'section'> {
  'aria-label': string;
}

/**
 * A region with its own scroll bar. It can be focused, because that is the only way to scroll it without a
 * mouse (WCAG 2.1.1).
 */
export function ScrollRegion(props: Props) {
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- axe requires it: scrollable-region-focusable
  return <section tabIndex={0} {...props} />;
}
