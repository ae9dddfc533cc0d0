interface Box {
  left: number;
  top: number;
  bottom: number;
}

interface Size {
  width: number;
  height: number;
}

/** CSS pixels between the card and the words it explains, and between the card and the edge of the window. */
const GAP = 6;
const EDGE = 12;

/**
 * The position of a card: below the words, or above them if there is no room below, and never beyond the left
 * or right edge of the window.
 *
 * @param words the words in the window, in CSS pixels
 */
export function positionCard(words: Box, card: Size, window: Size): { left: number; top: number } {
  const below = words.bottom + GAP;
  const above = words.top - GAP - card.height;
  const left = Math.max(EDGE, Math.min(words.left, window.width - EDGE - card.width));
  return { left, top: below + card.height + EDGE > window.height && above >= EDGE ? above : below };
}
