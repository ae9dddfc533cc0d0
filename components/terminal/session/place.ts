import { createContext } from 'react';

/** Where a terminal is shown. */
interface Place {
  /** Of the element that contains it. */
  className: string;
  /** Of its title. */
  heading: 'h1' | 'h2';
  /** Whether it is too narrow for shells with something next to them, whatever the window. */
  isNarrow: boolean;
}

/** A page of its own, unless it is next to something else. */
export const PlaceContext = createContext<Place>({ className: 'workbench', heading: 'h1', isNarrow: false });
