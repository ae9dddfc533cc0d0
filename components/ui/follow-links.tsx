'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

/**
 * Opens the pages behind all `Link`s within the loaded site. The page behind one is loaded once the reader
 * points at it, because loading the pages behind all links in view keeps a phone busy after it has drawn the
 * page.
 */
export function FollowLinks() {
  const router = useRouter();
  useEffect(() => {
    const follow = (event: MouseEvent) => {
      const link = linkAt(event);
      if (!link || event.defaultPrevented || opensElsewhere(event, link)) return;
      event.preventDefault();
      router.push(addressOf(link), { scroll: link.dataset.link !== 'keep-scroll' });
    };
    const approach = (event: Event) => {
      const link = linkAt(event);
      if (link) router.prefetch(addressOf(link));
    };
    // On the window, which React's own handlers precede: a component may keep a link from being followed.
    const approaches = ['pointerover', 'touchstart', 'focusin'] as const;
    window.addEventListener('click', follow);
    for (const type of approaches) window.addEventListener(type, approach, { passive: true });
    return () => {
      window.removeEventListener('click', follow);
      for (const type of approaches) window.removeEventListener(type, approach);
    };
  }, [router]);
  return null;
}

function linkAt({ target }: Event): HTMLAnchorElement | null {
  return target instanceof Element ? target.closest<HTMLAnchorElement>('a[data-link]') : null;
}

/** Whether the reader or the link asks for another window, or for a file. */
function opensElsewhere(event: MouseEvent, link: HTMLAnchorElement): boolean {
  const { metaKey, ctrlKey, shiftKey, altKey, button } = event;
  return (
    metaKey || ctrlKey || shiftKey || altKey || button !== 0 || link.target !== '' || link.download !== ''
  );
}

const addressOf = ({ pathname, search, hash }: HTMLAnchorElement) => `${pathname}${search}${hash}`;
