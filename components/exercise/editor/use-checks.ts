import { useEffect, useMemo, useRef, useState } from 'react';
import { ChecksClient } from './checks-client.ts';
import type { CheckReply, CheckRequest } from './protocol.ts';

/** Together with the worker's own time this stays within 150 ms of the last key. */
const quietMs = 80;

export interface Checked {
  findings: CheckReply['findings'];
  instructions: CheckReply['instructions'];
  /** The texts that the findings are about. */
  files: CheckRequest['files'];
  /**
   * `failed`: the checks could not run in this browser; the grader still runs them. `too-slow`: they were
   * stopped over this text.
   */
  state: 'starting' | 'ready' | 'failed' | 'too-slow';
}

const nothingYet: Checked = { findings: [], instructions: [], files: {}, state: 'starting' };

/** Runs the grader's static checks over the files as they are, in a worker, shortly after the last change. */
export function useChecks(files: CheckRequest['files'], hiddenFiles: CheckRequest['hiddenFiles']): Checked {
  const [checked, setChecked] = useState(nothingYet);
  const client = useRef<ChecksClient>(undefined);
  const isFirst = useRef(true);
  const asked = useRef<CheckRequest['files']>({});

  useEffect(() => {
    const started = new ChecksClient(
      () => new Worker(new URL('./checks.worker.ts', import.meta.url), { type: 'module' }),
      (outcome) => {
        if (outcome.kind === 'checked')
          setChecked({
            findings: outcome.reply.findings,
            instructions: outcome.reply.instructions,
            files: asked.current,
            state: 'ready',
          });
        else if (outcome.kind === 'too-slow') setChecked({ ...nothingYet, state: 'too-slow' });
        else setChecked((before) => ({ ...before, state: 'failed' }));
      },
    );
    client.current = started;
    return () => {
      client.current = undefined;
      started.dispose();
    };
  }, []);

  const request = useMemo(() => ({ files, hiddenFiles }), [files, hiddenFiles]);
  useEffect(() => {
    const ask = () => {
      isFirst.current = false;
      asked.current = request.files;
      client.current?.ask(request);
    };
    if (isFirst.current) return ask();
    const timer = setTimeout(ask, quietMs);
    return () => clearTimeout(timer);
  }, [request]);

  return checked;
}
