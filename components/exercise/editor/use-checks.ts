import { useEffect, useMemo, useRef, useState } from 'react';
import type { CheckReply, CheckRequest } from './protocol.ts';

/** Together with the worker's own time this stays within 150 ms of the last key. */
const quietMs = 80;

export interface Checked {
  findings: CheckReply['findings'];
  instructions: CheckReply['instructions'];
  /** The texts that the findings are about. */
  files: CheckRequest['files'];
  /** `failed`: the checks could not run in this browser; the grader still runs them. */
  state: 'starting' | 'ready' | 'failed';
}

const nothingYet: Checked = { findings: [], instructions: [], files: {}, state: 'starting' };

/** Runs the grader's static checks over the files as they are, in a worker, shortly after the last change. */
export function useChecks(files: CheckRequest['files'], hiddenFiles: CheckRequest['hiddenFiles']): Checked {
  const [checked, setChecked] = useState(nothingYet);
  const worker = useRef<Worker>(undefined);
  const lastId = useRef(0);
  const asked = useRef<CheckRequest['files']>({});

  useEffect(() => {
    const started = new Worker(new URL('./checks.worker.ts', import.meta.url), { type: 'module' });
    started.addEventListener('message', ({ data }: MessageEvent<CheckReply>) => {
      // An answer about an older text would put squiggles in the wrong place.
      if (data.id === lastId.current) setChecked({ findings: data.findings, instructions: data.instructions, files: asked.current, state: 'ready' });
    });
    started.addEventListener('error', () => setChecked((before) => ({ ...before, state: 'failed' })));
    worker.current = started;
    return () => {
      worker.current = undefined;
      started.terminate();
    };
  }, []);

  const request = useMemo(() => ({ files, hiddenFiles }), [files, hiddenFiles]);
  useEffect(() => {
    const ask = () => {
      lastId.current += 1;
      asked.current = request.files;
      worker.current?.postMessage({ id: lastId.current, ...request } satisfies CheckRequest);
    };
    if (lastId.current === 0) return ask();
    const timer = setTimeout(ask, quietMs);
    return () => clearTimeout(timer);
  }, [request]);

  return checked;
}
