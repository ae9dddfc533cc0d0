import type { DrawnValues } from './draws.ts';

/** Such as `port 8010, path /live`. */
export function drawInWords(values: DrawnValues): string {
  return Object.entries(values)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}
