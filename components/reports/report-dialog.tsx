import type { ReportReply, SentReport } from '@dfm/contracts/browser-api';
import { reportKinds, reportKindWords, reportMax } from '@dfm/contracts/content-reports';
import { hrefTo } from '@dfm/contracts/page-addresses';
import { useEffect, useRef, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { CheckField } from '@/components/ui/check-field.tsx';
import { FormProblem } from '@/components/ui/form-problem.tsx';
import { Link } from '@/components/ui/link.tsx';
import { TextArea } from '@/components/ui/text-area.tsx';
import { passageOf } from './passage-of.ts';

interface Props extends Pick<SentReport, 'part' | 'slug'> {
  /** What the report is about; undefined for the page as a whole. */
  about: Range | Element | null | undefined;
  send(report: SentReport): Promise<ReportReply>;
  onClose(): void;
}

/** What was typed and not sent, by the passage that it is about. */
const unsent = new Map<string, Words>();

/** What the reader enters. */
type Words = Pick<SentReport, 'kind' | 'text'>;

/** Asks what is wrong with a passage, and sends it. */
export function ReportDialog({ about, part, slug, send, onClose }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [passage] = useState(() => passageOf(about));
  const [isSent, setSent] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const close = () => {
    // Typing in the dialog has moved the selection there.
    if (about instanceof Range) getSelection()?.setBaseAndExtent(...endsOf(about));
    onClose();
  };
  return (
    <dialog ref={dialog} className="report-dialog" aria-labelledby="report-title" onClose={close}>
      <h2 id="report-title" className="text-lg font-semibold">
        {isSent ? 'Thank you' : 'Report a problem'}
      </h2>
      {isSent ? (
        <Thanks onClose={() => dialog.current?.close()} />
      ) : (
        <>
          <blockquote className="report-quote">{passage.quote}</blockquote>
          <ReportForm
            first={unsent.get(passage.quote) ?? { kind: 'wrong', text: '' }}
            onChange={(words) => unsent.set(passage.quote, words)}
            send={(words) => send({ ...passage, part, slug, ...words })}
            onSent={() => {
              unsent.delete(passage.quote);
              setSent(true);
            }}
            onCancel={() => dialog.current?.close()}
          />
        </>
      )}
    </dialog>
  );
}

const endsOf = ({ startContainer, startOffset, endContainer, endOffset }: Range) =>
  [startContainer, startOffset, endContainer, endOffset] as const;

interface FormProps {
  first: Words;
  onChange(words: Words): void;
  send(words: Words): Promise<ReportReply>;
  onSent(): void;
  onCancel(): void;
}

function ReportForm({ first, onChange, send, onSent, onCancel }: FormProps) {
  const [{ kind, text }, setWords] = useState(first);
  const change = (words: Words) => {
    setWords(words);
    onChange(words);
  };
  const [problem, setProblem] = useState<string>();
  const [isSending, startSending] = useTransition();
  const submit = () =>
    startSending(async () => {
      try {
        const reply = await send({ kind, text: text.trim() });
        if (reply.ok) onSent();
        else setProblem(reply.message);
      } catch {
        setProblem('The report did not reach the site. Check your connection and send it again.');
      }
    });
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isSending) submit();
      }}
    >
      <fieldset className="flex flex-wrap gap-x-6 gap-y-1">
        <legend className="sr-only">What is the matter with it?</legend>
        {reportKinds.map((each) => (
          <CheckField
            key={each}
            type="radio"
            name="kind"
            label={reportKindWords[each]}
            checked={kind === each}
            onChange={() => change({ kind: each, text })}
          />
        ))}
      </fieldset>
      <TextArea
        label="In your words (optional)"
        value={text}
        maxLength={reportMax.text}
        onChange={({ target }) => change({ kind, text: target.value })}
      />
      <FormProblem>{problem}</FormProblem>
      <div className="flex flex-wrap gap-3">
        <Button type="submit" look="primary" aria-disabled={isSending}>
          {isSending ? 'Sending …' : 'Send'}
        </Button>
        <Button look="quiet" onClick={onCancel}>
          Cancel
        </Button>
      </div>
    </form>
  );
}

function Thanks({ onClose }: { onClose(): void }) {
  const text = useRef<HTMLParagraphElement>(null);
  // The button that had the focus is gone.
  useEffect(() => text.current?.focus(), []);
  return (
    <>
      <p ref={text} tabIndex={-1} className="mt-2 mb-4 outline-none">
        The authors see your report at this passage. Their answer will be under{' '}
        <Link href={hrefTo('ownReports')} className="text-accent underline underline-offset-2">
          your reports
        </Link>
        .
      </p>
      <Button onClick={onClose}>Close</Button>
    </>
  );
}
