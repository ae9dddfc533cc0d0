import { Button } from '@/components/ui/button.tsx';

interface Props {
  slug: string;
  /** The current name; undefined before the first choice. */
  name: string | undefined;
  /** The name that was refused last, and why. */
  tried: { problem: string; name: string } | undefined;
  choose(form: FormData): Promise<void>;
}

const problems: Readonly<Record<string, string>> = {
  length: 'A name must have 2 to 24 characters.',
  characters: 'A name consists of letters and digits, with single spaces or hyphens between them.',
  taken: 'This name is already taken on this leaderboard. Choose a different one.',
  'not-passed': 'You have not passed this exercise yet.',
};

/** The form with which learners choose or change their name on a leaderboard. */
export function BoardNameForm({ slug, name, tried, choose }: Props) {
  const problem = tried && problems[tried.problem];
  const shownName = problem === undefined ? name : tried?.name;
  return (
    <form action={choose} className="mt-4">
      <input type="hidden" name="exercise" value={slug} />
      <label htmlFor="name" className="block text-sm font-semibold">
        Name on this leaderboard
      </label>
      <div className="mt-1.5 flex flex-wrap gap-3">
        <input
          id="name"
          name="name"
          key={shownName}
          defaultValue={shownName}
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
  );
}
