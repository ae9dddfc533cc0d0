import { useCallback, useState } from 'react';
import { tryStorage } from '@/components/exercise/try-storage.ts';

const key = 'dfm.terminal.fontSize';

/** Sizes of the terminal's text, in px. */
export const fontSizes = { min: 12, initial: 14, max: 18 } as const;

/** The size of the terminal's text, which is stored in this browser. */
export function useFontSize(): [px: number, change: (by: 1 | -1) => void] {
  const [px, setPx] = useState(storedSize);
  const change = useCallback((by: 1 | -1) => {
    setPx((current) => {
      const next = Math.min(fontSizes.max, Math.max(fontSizes.min, current + by));
      tryStorage(() => localStorage.setItem(key, String(next)));
      return next;
    });
  }, []);
  return [px, change];
}

function storedSize(): number {
  const px = Number(tryStorage(() => localStorage.getItem(key)) ?? fontSizes.initial);
  return Number.isInteger(px) && px >= fontSizes.min && px <= fontSizes.max ? px : fontSizes.initial;
}
