import type { OwnEntry } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
import { BoardNameForm } from './board-name-form.tsx';
import { ConfirmationNote } from './confirmation-note.tsx';

interface Props {
  slug: string;
  /** The reader's own state; undefined for a visitor. */
  own: OwnEntry | undefined;
  /** The name that was refused last, and why. */
  tried: { problem: string; name: string } | undefined;
  choose(form: FormData): Promise<void>;
  withdraw(form: FormData): Promise<void>;
}

/** The reader's own entry: what is still being confirmed, and the name that others see. */
export function BoardStanding({ slug, own, tried, choose, withdraw }: Props) {
  if (own?.hasPassed !== true) {
    return (
      <p className="mt-10 max-w-measure text-soft">
        Pass the exercise, and your smallest confirmed image can appear here under a name you choose.
      </p>
    );
  }
  const { name, confirmation } = own;
  return (
    <section aria-labelledby="own" className="mt-10 max-w-measure border-t border-line pt-6">
      <h2 id="own" className="text-lg font-semibold">
        Your entry
      </h2>
      {confirmation !== undefined && confirmation.state !== 'confirmed' && (
        <ConfirmationNote confirmation={confirmation} />
      )}
      {confirmation?.state === 'waiting' && (
        <p className="mt-1.5 text-sm text-soft">
          Your newest image appears here once it is confirmed, if it is your smallest.
        </p>
      )}
      <p className="mt-3 text-sm text-soft">
        {name === undefined
          ? 'Only you see your row until you choose a name. It does not have to be your real name, and anyone who opens this page can see it.'
          : 'Anyone who opens this page can see your row under this name.'}
      </p>
      <BoardNameForm slug={slug} name={name} tried={tried} choose={choose} />
      {name !== undefined && (
        <form action={withdraw} className="mt-3">
          <input type="hidden" name="exercise" value={slug} />
          <Button type="submit" look="quiet" className="-ml-4">
            Remove my row
          </Button>
        </form>
      )}
    </section>
  );
}
