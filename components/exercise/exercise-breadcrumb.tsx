import { hrefTo } from '@dfm/contracts/page-addresses';
import { pages } from '@dfm/contracts/pages';
import { Breadcrumb } from '@/components/ui/breadcrumb.tsx';

interface Props {
  slug: string;
  /** Title of the exercise. */
  title: string;
  /** Pages between the exercise and this one. */
  between?: { href: string; text: string }[];
}

/** The position of a page that belongs to an exercise. */
export function ExerciseBreadcrumb({ slug, title, between = [] }: Props) {
  return (
    <Breadcrumb
      trail={[
        { href: hrefTo('course'), text: pages.course.title },
        { href: hrefTo('exercise', slug), text: title },
        ...between,
      ]}
    />
  );
}
