'use client';

import NextLink from 'next/link';
import { useState, type ComponentProps } from 'react';

type Props = Omit<ComponentProps<typeof NextLink>, 'prefetch'>;

/**
 * A link within the site. The page behind it is loaded once the reader points at it, because loading the
 * pages behind all links in view keeps a phone busy after it has drawn the page.
 */
export function Link(props: Props) {
  const [isNear, setNear] = useState(false);
  const approach = () => setNear(true);
  return (
    <NextLink
      prefetch={isNear ? null : false}
      onPointerEnter={approach}
      onTouchStart={approach}
      onFocus={approach}
      {...props}
    />
  );
}
