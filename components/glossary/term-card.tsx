'use client';

import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from 'react';
import { positionCard } from './position-card.ts';

/**
 * How long the pointer has to rest on a term before its card opens, and how long it may take to move from the
 * term into the card, in ms.
 */
const OPEN_AFTER = 250;
const CLOSE_AFTER = 200;

/**
 * Shows the definition of a term (`a.term`) that is pointed at or focused, for all terms of a page. The
 * definition is the link's description, so that screen readers have it without the card. On a touch screen, a
 * term is just a link.
 */
export function TermCard() {
  const card = useRef<HTMLDivElement>(null);
  const link = usePointedTerm(card);
  useCardPosition(card, link);
  return (
    <div ref={card} popover="manual" aria-hidden className="term-card">
      <p className="font-semibold">{link?.dataset.term}</p>
      <p className="text-soft">{link?.getAttribute('aria-description')}</p>
    </div>
  );
}

/** The term that is pointed at or focused. It stays while the pointer is on the card. */
function usePointedTerm(card: RefObject<HTMLElement | null>): HTMLElement | undefined {
  const [link, setLink] = useState<HTMLElement>();
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const soon = (next: HTMLElement | undefined, ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => setLink(next), ms);
    };
    const at = (event: Event) => (event.target instanceof Element ? event.target : null);
    function onPointerOver(event: PointerEvent) {
      if (event.pointerType === 'touch') return;
      const term = at(event)?.closest<HTMLElement>('a.term');
      if (term) soon(term, OPEN_AFTER);
      else if (card.current?.contains(at(event))) clearTimeout(timer);
      else soon(undefined, CLOSE_AFTER);
    }
    function onFocusIn(event: FocusEvent) {
      const term = at(event)?.closest<HTMLElement>('a.term:focus-visible');
      soon(term ?? undefined, 0);
    }
    const close = () => soon(undefined, 0);
    const onKeyDown = (event: KeyboardEvent) => event.key === 'Escape' && close();
    document.addEventListener('pointerover', onPointerOver);
    document.addEventListener('focusin', onFocusIn);
    document.addEventListener('focusout', close);
    document.addEventListener('keydown', onKeyDown);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', onPointerOver);
      document.removeEventListener('focusin', onFocusIn);
      document.removeEventListener('focusout', close);
      document.removeEventListener('keydown', onKeyDown);
    };
  }, [card]);
  return link;
}

/** Shows the card next to a term, if there is one. */
function useCardPosition(card: RefObject<HTMLElement | null>, link: HTMLElement | undefined): void {
  useLayoutEffect(() => {
    const element = card.current;
    // A browser without popovers still has the link, with the definition as its description.
    if (!element || !link || !('showPopover' in element)) return undefined;
    const place = () => {
      // A term that is broken across two lines has two boxes. The card belongs to the first.
      const words = link.getClientRects()[0];
      if (!words) return;
      const { left, top } = positionCard(words, element.getBoundingClientRect(), {
        width: document.documentElement.clientWidth,
        height: window.innerHeight,
      });
      Object.assign(element.style, { left: `${left}px`, top: `${top}px` });
    };
    element.showPopover();
    place();
    // The card is positioned relative to the window, so it has to follow its words, especially when a
    // focused link is scrolled into view.
    window.addEventListener('scroll', place, { passive: true });
    return () => {
      window.removeEventListener('scroll', place);
      element.hidePopover();
    };
  }, [card, link]);
}
