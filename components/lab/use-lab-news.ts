import type { LabPageStep } from '@dfm/contracts/page-data';
import { useState } from 'react';
import { labNews } from './lab-news.ts';
import type { LabState } from './lab-state.ts';

/**
 * What has last become true in a lab, in words for screen readers. @param isOpen whether the state is that of
 * a session
 */
export function useLabNews(steps: readonly LabPageStep[], state: LabState, isOpen: boolean): string {
  const [news, setNews] = useState('');
  const [last, setLast] = useState<LabState>();
  if (isOpen && JSON.stringify(last) !== JSON.stringify(state)) {
    setLast(state);
    const next = last === undefined ? '' : labNews(steps, last, state);
    if (next !== '') setNews(next);
  }
  return news;
}
