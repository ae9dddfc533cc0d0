import { Button } from '@/components/ui/button.tsx';
import type { Confirmation } from '../run/run-state.ts';
import { ConfirmationNote } from './confirmation-note.tsx';

interface Props {
  slug: string;
  /** The reader's own state; undefined for a visitor. */
  own: { name: string | undefined; hasPassed: boolean; confirmation: Confirmation | undefined } | undefined;
  /** The name that was refused last, and why. */
  tried: { problem: string; name: string } | undefined;
  choose(form: FormData): Promise<void>;
  withdraw(form: FormData): Promise<void>;
}

const problems: Readonly<Record<string, string>> = {
  length: 'A name has 2 to 24 characters.',
  characters: 'A name has letters and digits, and single spaces or hyphens between them.',
  taken: 'Somebody on this board has this name already. Choose another one.',
  'not-passed': 'No run of yours has passed yet.',
};

/** Where the reader stands: what waits to be confirmed, and the name that others see. */
export function BoardStanding({ slug, own, tried, choose, withdraw }: Props) {
  if (own?.hasPassed !== true) {
    return (
      <p className="mt-10 max-w-measure text-soft">
        Pass the exercise, and your smallest confirmed image can stand here under a name that you choose.
      </p>
    );
  }
  const { name, confirmation } = own;
  const problem = tried && problems[tried.problem];
  return (
    <section aria-labelledby="own" className="mt-10 max-w-measure border-t border-line pt-6">
      <h2 id="own" className="text-lg font-semibold">
        Your place
      </h2>
      {confirmation !== undefined && confirmation.state !== 'confirmed' && (
        <ConfirmationNote confirmation={confirmation} />
      )}
      {confirmation?.state === 'waiting' && (
        <p className="mt-1.5 text-sm text-soft">
          Your newest image stands here once it is confirmed, if it is your smallest.
        </p>
      )}
      <p className="mt-3 text-sm text-soft">
        {name === undefined
          ? 'Nobody but you sees your row until you choose a name. It need not be your own, and everybody who opens this page sees it.'
          : 'Everybody who opens this page sees your row under this name.'}
      </p>
      <form action={choose} className="mt-4">
        <input type="hidden" name="exercise" value={slug} />
        <label htmlFor="name" className="block text-sm font-semibold">
          Name on this board
        </label>
        <div className="mt-1.5 flex flex-wrap gap-3">
          <input
            id="name"
            name="name"
            key={problem === undefined ? name : tried?.name}
            defaultValue={problem === undefined ? name : tried?.name}
            dir="auto"
            autoComplete="off"
            spellCheck={false}
            required
            aria-describedby={problem === undefined ? 'name-rule' : 'name-problem name-rule'}
            aria-invalid={problem !== undefined}
            className="block min-h-10 w-64 max-w-full rounded-md border border-edge bg-raised px-3"
          />
          <Button type="submit" look={name === undefined ? 'primary' : 'secondary'}>
            {name === undefined ? 'Show me under this name' : 'Change the name'}
          </Button>
        </div>
        {problem !== undefined && (
          <p id="name-problem" role="alert" className="mt-2 text-sm text-bad">
            {problem}
          </p>
        )}
        <p id="name-rule" className="mt-1.5 text-sm text-soft">
          2 to 24 characters: letters, digits, spaces, hyphens.
        </p>
      </form>
      {name !== undefined && (
        <form action={withdraw} className="mt-3">
          <input type="hidden" name="exercise" value={slug} />
          <Button type="submit" look="quiet" className="-ml-4">
            Take my row off the board
          </Button>
        </form>
      )}
    </section>
  );
}
