import type { ExercisePage } from '@dfm/contracts/page-data';
import { useEffect, useMemo, useRef, useState } from 'react';
import { isForLater } from '../is-for-later.ts';
import { ChecksClient } from './checks-client.ts';
import type { CheckReply, CheckRequest } from './protocol.ts';

/** Together with the time of the worker, findings appear within 150 ms of the last key press. */
const debounceMs = 80;

export interface Checked {
  findings: CheckReply['findings'];
  /** Findings that the course explains after this exercise. */
  later: CheckReply['findings'];
  instructions: CheckReply['instructions'];
  /** The texts that the findings refer to. */
  files: CheckRequest['files'];
  /**
   * `failed`: the checks could not run in this browser; the grader still runs them. `too-slow`: they reached
   * the time limit on this text and were stopped.
   */
  state: 'starting' | 'ready' | 'failed' | 'too-slow';
}

const nothingYet: Omit<Checked, 'later'> = { findings: [], instructions: [], files: {}, state: 'starting' };

/** Runs the grader's static checks on the current files, in a worker, shortly after the last change. */
export function useChecks(
  files: CheckRequest['files'],
  { hiddenFiles, taughtLater }: Pick<ExercisePage, 'hiddenFiles' | 'taughtLater'>,
): Checked {
  const [checked, setChecked] = useState(nothingYet);
  const client = useRef<ChecksClient>(undefined);
  const isFirst = useRef(true);
  const requestedFiles = useRef<CheckRequest['files']>({});

  useEffect(() => {
    const started = new ChecksClient(
      () => new Worker(new URL('./checks.worker.ts', import.meta.url), { type: 'module' }),
      (outcome) => {
        if (outcome.kind === 'checked')
          setChecked({
            findings: outcome.reply.findings,
            instructions: outcome.reply.instructions,
            files: requestedFiles.current,
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
    const check = () => {
      isFirst.current = false;
      requestedFiles.current = request.files;
      client.current?.check(request);
    };
    if (isFirst.current) return check();
    const timer = setTimeout(check, debounceMs);
    return () => clearTimeout(timer);
  }, [request]);

  return useMemo(
    () => ({
      ...checked,
      findings: checked.findings.filter((finding) => !isForLater(finding, taughtLater)),
      later: checked.findings.filter((finding) => isForLater(finding, taughtLater)),
    }),
    [checked, taughtLater],
  );
}
