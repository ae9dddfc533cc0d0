'use client';

import type { ExercisePage } from '@dfm/contracts/page-data';
import { useState, type ReactNode } from 'react';
import { FileTabs } from '@/components/exercise/editor/file-tabs.tsx';
import { PlainEditor } from '@/components/exercise/editor/plain-editor.tsx';
import { DrawNote } from '@/components/exercise/task/draw-note.tsx';
import { Hints } from '@/components/exercise/task/hints.tsx';
import { TabPanel } from '@/components/ui/tabs.tsx';

interface Props {
  exercise: ExercisePage;
  /** The statement, rendered. */
  children: ReactNode;
}

/** What the page of an exercise shows before a run, to read: the task, the hints, and the files in their tabs. */
export function ExercisePreview({ exercise, children }: Props) {
  return (
    <article className="min-w-0">
      <h2 className="mb-4 text-xl font-semibold">{exercise.title}</h2>
      <p className="mb-5 border-l-4 border-accent pl-3 font-semibold">{exercise.summary}</p>
      {exercise.draw && <DrawNote {...exercise.draw} className="mb-5" />}
      <div className="prose exercise-statement">{children}</div>
      <Hints
        slug={exercise.slug}
        hints={exercise.hints}
        alreadyOpened={[]}
        openHint={async () => undefined}
        result={undefined}
      />
      <Files files={exercise.files} />
      {exercise.hiddenFiles.length > 0 && (
        <p className="mt-3 text-sm text-soft wrap-anywhere">
          In the build context, but not shown: {exercise.hiddenFiles.map(({ path }) => path).join(', ')}.
        </p>
      )}
    </article>
  );
}

function Files({ files }: Pick<ExercisePage, 'files'>) {
  const [selected, setSelected] = useState(files[0]?.path);
  const shown = files.find(({ path }) => path === selected) ?? files[0];
  if (shown === undefined) return null;
  return (
    <section aria-labelledby="preview-files" className="mt-8 border-t border-line pt-5">
      <h2 id="preview-files" className="mb-2 text-sm font-semibold">
        Files
      </h2>
      <div className="overflow-hidden rounded-md border border-line">
        <FileTabs
          id="preview-file"
          selected={shown.path}
          onSelect={setSelected}
          files={files.map(({ path, editable }) => ({ path, editable, isChanged: false, findings: 0 }))}
        />
        <TabPanel id="preview-file" selected={shown.path} className="h-72">
          <PlainEditor path={shown.path} text={shown.text} editable={false} onText={() => undefined} />
        </TabPanel>
      </div>
    </section>
  );
}
