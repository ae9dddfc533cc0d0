'use server';

import { PlatformError } from '@dfm/contracts';
import type { QuizAnswers, QuizReply } from '@dfm/contracts/browser-api';
import { drawInWords } from '@dfm/contracts/draw-in-words';
import type { DraftFile, DraftTree, WrittenProblem } from '@dfm/contracts/page-data';
import type { ReactNode } from 'react';
import { z } from 'zod';
import { previewOf } from '@/components/authoring/preview.tsx';
import { checkWritten, previewWritten } from '@/lib/authoring/check-written.ts';
import { actingOnContent } from '@/lib/authoring/content-access.ts';
import { draftFile, saveFile, type SaveOutcome } from '@/lib/authoring/draft-file.ts';
import { draftTree, revertSave } from '@/lib/authoring/drafts.ts';
import { markWritten } from '@/lib/authoring/mark-written.ts';
import { orMessage } from '@/lib/http/or-message.ts';
import { validInput } from '@/lib/http/valid-input.ts';
import { closeAsFixed } from '@/lib/reports/answer.ts';

type Refused = { ok: false; message: string };

const name = z.string().max(1_000);
const text = z.string().max(200_000, 'A text can have at most 200,000 characters.');
const written = z.object({ draft: name, path: name, text });
const shown = written.extend({ draw: z.int().nonnegative().max(50) });
const fixes = z.array(z.uuid()).max(200).default([]);
const change = written.extend({ seen: name, message: z.string().max(200), fixes });

/** Opens a file as it was saved last. */
export async function openFile(
  draft: string,
  path: string,
): Promise<{ ok: true; file: DraftFile } | Refused> {
  return orMessage(async () => {
    const file = await draftFile(await actingOnContent(), validInput(name, draft), validInput(name, path));
    if (!file) throw new PlatformError('not-found', 'This file has been deleted.');
    return { ok: true, file };
  });
}

/** What a learner would see of a text, with one of the draws. Nothing is saved. */
export async function previewText(
  input: z.infer<typeof shown>,
): Promise<{ ok: true; preview: ReactNode; draws: string[]; problems: WrittenProblem[] } | Refused> {
  return orMessage(async () => {
    const access = await actingOnContent();
    const { draft, ...file } = validInput(shown, input);
    const { preview, draws, problems } = await previewWritten(access, draft, file);
    return { ok: true, preview: preview && previewOf(preview), draws: draws.map(drawInWords), problems };
  });
}

/** What is wrong with a text. Nothing is saved. */
export async function checkText(
  input: z.infer<typeof written>,
): Promise<{ ok: true; problems: WrittenProblem[] } | Refused> {
  return orMessage(async () => {
    const access = await actingOnContent();
    const { draft, ...file } = validInput(written, input);
    return { ok: true, problems: await checkWritten(access, draft, file) };
  });
}

/**
 * Saves a text, and closes the reports that the save fixes.
 *
 * @returns the draft as it is then, also if someone else had saved the file
 */
export async function saveText(
  input: z.input<typeof change>,
): Promise<{ ok: true; outcome: SaveOutcome; draft: DraftTree } | Refused> {
  return orMessage(async () => {
    const access = await actingOnContent();
    const { text: newText, fixes: fixed, ...rest } = validInput(change, input);
    const outcome = await saveFile(access, { ...rest, contents: Buffer.from(newText) });
    if (outcome.kind === 'saved') await closeAsFixed(access, fixed, outcome.commit);
    return { ok: true, outcome, draft: await draftTree(access, rest.draft) };
  });
}

/** Deletes a file of the draft. */
export async function removeFile(
  draft: string,
  path: string,
  seen: string,
): Promise<{ ok: true; outcome: SaveOutcome; draft: DraftTree } | Refused> {
  return orMessage(async () => {
    const access = await actingOnContent();
    const file = {
      draft: validInput(name, draft),
      path: validInput(name, path),
      seen: validInput(name, seen),
    };
    const outcome = await saveFile(access, { ...file, contents: null, message: '' });
    return { ok: true, outcome, draft: await draftTree(access, file.draft) };
  });
}

/** The draft as it is now. */
export async function reload(draft: string): Promise<{ ok: true; draft: DraftTree } | Refused> {
  return orMessage(async () => ({
    ok: true,
    draft: await draftTree(await actingOnContent(), validInput(name, draft)),
  }));
}

/** Takes back what one save changed. */
export async function takeBack(
  draft: string,
  commit: string,
): Promise<{ ok: true; draft: DraftTree } | Refused> {
  return orMessage(async () => {
    const access = await actingOnContent();
    await revertSave(access, validInput(name, draft), validInput(name, commit));
    return { ok: true, draft: await draftTree(access, draft) };
  });
}

/** Marks the answers to a quiz of a saved lesson. Unlike a learner's, they are not stored. */
export async function markAnswers(
  draft: string,
  lesson: string,
  quiz: string,
  answers: QuizAnswers,
): Promise<QuizReply> {
  return orMessage(async () => {
    const access = await actingOnContent();
    return markWritten(access, validInput(name, draft), {
      lesson: validInput(name, lesson),
      quiz: validInput(name, quiz),
      answers,
    });
  });
}
