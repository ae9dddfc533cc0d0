import type { OwnEntry } from '@dfm/contracts/page-data';
import { Button } from '@/components/ui/button.tsx';
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

const problems: Readonly<Record<string, string>> = {
  length: 'A name must have 2 to 24 characters.',
  characters: 'A name consists of letters and digits, with single spaces or hyphens between them.',
  taken: 'This name is already taken on this leaderboard. Choose a different one.',
  'not-passed': 'You have not passed this exercise yet.',
};

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
  const problem = tried && problems[tried.problem];
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
      <form action={choose} className="mt-4">
        <input type="hidden" name="exercise" value={slug} />
        <label htmlFor="name" className="block text-sm font-semibold">
          Name on this leaderboard
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
            {name === undefined ? 'Show me under this name' : 'Change name'}
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
            Remove my row
          </Button>
        </form>
      )}
    </section>
  );
}
