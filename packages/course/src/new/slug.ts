import { slugFrom } from '@dfm/contracts/slug';

/**
 * Why a name cannot be the slug of a lesson or an exercise, with a slug to use instead if there is one.
 *
 * @returns a sentence; undefined for a slug
 */
export function slugProblem(name: string): string | undefined {
  const broken =
    name === ''
      ? 'is empty'
      : /\p{Lu}/u.test(name)
        ? 'has a capital letter'
        : /[^a-z0-9-]/.test(name)
          ? `contains “${/[^a-z0-9-]/u.exec(name)?.[0]}”`
          : /^-|-$|--/.test(name)
            ? 'has a hyphen that does not join two words'
            : undefined;
  if (broken === undefined) return undefined;
  const slug = slugFrom(name);
  return `“${name}” ${broken}. A slug consists of lower-case words and numbers joined by hyphens${slug === '' ? '' : `, such as ${slug}`}.`;
}
