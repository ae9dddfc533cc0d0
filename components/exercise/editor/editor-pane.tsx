'use client';

import type { ExercisePage } from '@dfm/contracts/page-data';
import { useMemo } from 'react';
import { TabPanel } from '@/components/ui/tabs.tsx';
import { LoadedAttemptBar } from '../draft/loaded-attempt-bar.tsx';
import type { OpenDraft } from '../draft/use-draft.ts';
import type { Problem } from '../run/run-state.ts';
import type { Navigation } from '../use-navigation.ts';
import { useIsNarrow } from '../window-width.ts';
import { ChecksPanel } from './checks-panel.tsx';
import { CodeEditor } from './code-editor.tsx';
import { FileTabs } from './file-tabs.tsx';
import { partitionBySeverity } from './partition-by-severity.ts';
import { PlainEditor } from './plain-editor.tsx';
import type { Checked } from './use-checks.ts';

interface Props {
  exercise: ExercisePage;
  draft: OpenDraft;
  checked: Checked;
  /** Why the files cannot be submitted as they are. */
  oversize: Problem | undefined;
  navigation: Pick<Navigation, 'path' | 'setPath' | 'goTo' | 'jump'>;
  /** The line of the Dockerfile to highlight. */
  activeLine: number | undefined;
  onCursorLine(path: string, line: number): void;
}

/** The files in tabs, the editor, and below it the findings of the checks. */
export function EditorPane({
  exercise,
  draft,
  checked,
  oversize,
  navigation,
  activeLine,
  onCursorLine,
}: Props) {
  const { path } = navigation;
  const { findings, instructions } = checked;
  const isNarrow = useIsNarrow();
  const shown = exercise.files.find((f) => f.path === path) ?? exercise.files[0];
  const text = shown === undefined ? '' : (draft.files[shown.path] ?? shown.text);
  const file = useMemo(
    () => (shown === undefined ? undefined : { path: shown.path, editable: shown.editable, text }),
    [shown, text],
  );
  const here = useMemo(() => findings.filter((f) => f.path === path), [findings, path]);
  if (file === undefined) return null;
  const isDockerfile = path === 'Dockerfile';
  return (
    <div className="flex h-full min-h-0 flex-col">
      <FileTabs
        id={tabsId}
        selected={path}
        onSelect={navigation.setPath}
        files={exercise.files.map((f) => ({
          path: f.path,
          editable: f.editable,
          isChanged: f.editable && draft.files[f.path] !== f.text,
          findings:
            f.path === 'Dockerfile' && checked.state === 'starting'
              ? undefined
              : partitionBySeverity(findings).findings.filter((x) => x.path === f.path).length,
        }))}
      />
      <LoadedAttemptBar draft={draft} />
      <TabPanel id={tabsId} selected={path} className="min-h-0 flex-1">
        {isNarrow ? (
          <PlainEditor {...file} onText={(next) => draft.store.edit(file.path, next)} />
        ) : (
          <CodeEditor
            file={file}
            draft={draft.store}
            findings={here}
            instructions={isDockerfile ? instructions : none}
            activeLine={isDockerfile ? activeLine : undefined}
            jump={navigation.jump}
            onCursorLine={onCursorLine}
          />
        )}
      </TabPanel>
      <ChecksPanel checked={checked} draft={draft} oversize={oversize} onGoTo={navigation.goTo} />
    </div>
  );
}

const tabsId = 'files';
const none: Checked['instructions'] = [];
