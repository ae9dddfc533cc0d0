import type { ComponentProps } from 'react';

type Props = Omit<ComponentProps<'a'>, 'href'> & {
  href: string;
  /** Whether the page stays where it is scrolled to. */
  keepsScroll?: boolean;
};

/**
 * A link within the site. It is a plain element, so a list of hundreds costs a phone no components;
 * `FollowLinks` opens the pages behind them without loading the site again.
 */
export function Link({ keepsScroll = false, children, ...props }: Props) {
  return (
    <a data-link={keepsScroll ? 'keep-scroll' : ''} {...props}>
      {children}
    </a>
  );
}
