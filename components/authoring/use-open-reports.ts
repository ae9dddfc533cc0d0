'use client';

import type { ReportInFile } from '@dfm/contracts/page-data';
import { useEffect, useMemo, useState } from 'react';
import type { EditorActions } from './editor-actions.ts';
import { reportNotes } from './report-notes.ts';

/** Lines move while someone types, but no one waits for that. In ms. */
const PAUSE_MS = 1_000;

const none: readonly ReportInFile[] = [];

interface Found {
  path: string;
  reports: ReportInFile[];
}

/** The reports about the open text that are not closed, and those that the next save fixes. */
export function useOpenReports(
  file: { path: string; text: string } | undefined,
  findReports: EditorActions['findReports'],
) {
  const [found, setFound] = useState<Found>();
  const [fixed, setFixed] = useState<ReadonlySet<string>>(new Set());
  const [saves, setSaves] = useState(0);
  const { path, text } = file ?? {};
  const isKnown = path !== undefined && found?.path === path;
  // A text without reports is not looked up again.
  const watched = isKnown && found.reports.length > 0 ? text : undefined;
  useEffect(() => {
    if (path === undefined || text === undefined || (isKnown && watched === undefined)) return undefined;
    let isOld = false;
    const look = async () => {
      const answer = await findReports({ path, text });
      if (answer.ok && !isOld) setFound({ path, reports: answer.reports });
    };
    // If it fails, the list stays as it is.
    const timer = setTimeout(() => void look().catch(() => undefined), isKnown ? PAUSE_MS : 0);
    return () => {
      isOld = true;
      clearTimeout(timer);
    };
    // Not with every text, only with one that is watched.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [path, watched, saves, isKnown, findReports]);
  const reports = isKnown ? found.reports : none;
  // The same until the lines are looked up again, because the editor moves the notes with what is typed.
  const notes = useMemo(() => reportNotes(path ?? '', reports), [path, reports]);
  return {
    reports,
    notes,
    /** IDs of those that the next save fixes. */
    fixed: reports.map(({ id }) => id).filter((id) => fixed.has(id)),
    toggle: (id: string) => setFixed((before) => before.symmetricDifference(new Set([id]))),
    /** After a save: those that it fixed are closed. */
    saved(ids: readonly string[]): void {
      setFound(
        (before) => before && { ...before, reports: before.reports.filter(({ id }) => !ids.includes(id)) },
      );
      setSaves((before) => before + 1);
    },
  };
}
