import { createContext } from 'react';

/** Whether published ports can be opened in the browser. */
export const HasPreviews = createContext(false);
