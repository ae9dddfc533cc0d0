import { tablesOfData } from './personal-data.ts';

/** What stays after a person has been erased, without the person. */
export function keptAfterErasure(): string[] {
  return tablesOfData
    .filter(([, { belongsTo }]) => belongsTo.some(({ onErasure }) => onErasure === 'anonymise'))
    .map(([, { about }]) => about);
}
