import { Note, Steps } from './asides.tsx';
import { Tab, Tabs } from './tabs.tsx';
import { termLink, type Terms } from './term-link.tsx';

/** The components that the statement of an exercise may use. A lesson may use them too. */
export function statementComponents(terms: Terms) {
  return { a: termLink(terms), Note, Steps, Tabs, Tab };
}
