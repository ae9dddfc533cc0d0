import type { EngineState } from '@dfm/contracts/engine-state';
import { useEffect, useReducer, useRef } from 'react';
import { changesBetween } from './changes.ts';
import { nextNews, noNews, type News } from './news.ts';

/** Between two sentences, so that a screen reader can read each. */
const pauseMs = 1_000;

/** What changed in an engine since its page was opened. */
export function useNews(state: EngineState | undefined): News {
  const [news, dispatch] = useReducer(nextNews, noNews);
  const previous = useRef(state);
  useEffect(() => {
    const changes = changesBetween(previous.current, state);
    previous.current = state;
    if (changes.length > 0) dispatch({ type: 'changed', changes });
  }, [state]);
  useEffect(() => {
    if (news.said === 0) return undefined;
    const timer = setTimeout(() => dispatch({ type: 'pause-over' }), pauseMs);
    return () => clearTimeout(timer);
  }, [news.said]);
  return news;
}
