import { useCallback, useEffect, useRef } from 'react';
import type { ShellScreen } from '../screen/open-screen.ts';
import { typeLines } from './type-lines.ts';

/** Types commands for the learner. `stop`: because the learner types. */
export function useTyping() {
  const running = useRef<AbortController>(undefined);
  const stop = useCallback(() => running.current?.abort(), []);
  useEffect(() => stop, [stop]);
  const begin = (commands: string, screen: ShellScreen, send: (text: string) => void) => {
    stop();
    running.current = new AbortController();
    void typeLines(commands, screen, send, running.current.signal);
  };
  return { begin, stop };
}
