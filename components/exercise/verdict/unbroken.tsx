import { unbrokenParts } from './unbroken-parts.ts';

/** A sentence from the grader, with no line break between a number and its unit or inside an option. */
export function Unbroken({ text }: { text: string }) {
  return unbrokenParts(text).map((part, index) =>
    // A sentence never changes, and two of its parts may be equal.
    // oxlint-disable-next-line react/no-array-index-key
    part.unbroken ? (
      <span key={index} className="whitespace-nowrap">
        {part.text}
      </span>
    ) : (
      part.text
    ),
  );
}
