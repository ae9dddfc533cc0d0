import { hrefTo } from '@dfm/contracts/page-addresses';
import { ButtonLink } from '@/components/ui/button.tsx';

/** The link to an exercise on a page that is empty without a run of it. */
export function OpenExercise({ slug }: { slug: string }) {
  return (
    <p className="mt-5">
      <ButtonLink look="primary" href={hrefTo('exercise', slug)}>
        Open the exercise
      </ButtonLink>
    </p>
  );
}
