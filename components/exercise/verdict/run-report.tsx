'use client';

import type { ResultDocument } from '@dfm/contracts';
import type { ExercisePage } from '@dfm/contracts/page-data';
import { type ReactNode, useMemo, useState } from 'react';
import type { LineLink } from '@/components/figures/line-link.tsx';
import { SubmittedFile } from './submitted-file.tsx';
import { Verdict } from './verdict.tsx';

interface Props {
  result: ResultDocument;
  passScore: number;
  /** Checks that the course teaches after the exercise. */
  taughtLater: ExercisePage['taughtLater'];
  /** The editable files as they were submitted. */
  files: Readonly<Record<string, string>>;
  /** Shown below the score. */
  note?: ReactNode;
}

/** A finished run: its verdict next to the submitted files. */
export function RunReport({ result, passScore, taughtLater, files, note }: Props) {
  const [line, setLine] = useState<number>();
  const link = useMemo<LineLink>(() => ({ activeLine: line, onLine: setLine, onGoTo: setLine }), [line]);
  const paths = Object.keys(files).toSorted(
    (a, b) => Number(b === 'Dockerfile') - Number(a === 'Dockerfile'),
  );
  return (
    <div className="run-report grid grid-cols-[minmax(0,1fr)] gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <Verdict result={result} passScore={passScore} taughtLater={taughtLater} note={note} link={link} />
      <div className="lg:sticky lg:top-20 lg:self-start">
        <h2 className="text-lg font-semibold">Submitted files</h2>
        {paths
          .filter((path) => files[path] !== '')
          .map((path) => (
            <SubmittedFile
              key={path}
              path={path}
              text={files[path] ?? ''}
              isDockerfile={path === 'Dockerfile'}
              link={link}
            />
          ))}
      </div>
    </div>
  );
}
