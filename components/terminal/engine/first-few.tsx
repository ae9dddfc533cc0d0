import { Fragment, type ReactElement } from 'react';

interface Props {
  /** The others are only counted. The table has all of them. */
  max: number;
  between?: string;
  /** With keys. */
  children: readonly ReactElement[];
}

/** The first of elements that may be many, and how many more there are. */
export function FirstFew({ max, between = ', ', children }: Props) {
  const rest = children.length - max;
  return (
    <>
      {children.slice(0, max).map((element, index) => (
        <Fragment key={element.key}>
          {index > 0 && between}
          {element}
        </Fragment>
      ))}
      {rest > 0 && <span className="engine-note"> and {rest} more</span>}
    </>
  );
}
