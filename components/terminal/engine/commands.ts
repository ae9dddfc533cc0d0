import { visibleLine } from '@dfm/contracts/visible-text';
import { imageName, shortId, type Container, type Image } from './engine-names.ts';
import { shellWord } from './shell-word.ts';

/** A command that only reports. */
export interface Command {
  text: string;
  /** What it prints, as a short noun phrase. */
  reports: string;
}

/** Commands about a container: by its name, or by its ID if the name cannot be typed. */
export function containerCommands({ id, name, ports, health }: Container): Command[] {
  const hasName = canBeTyped(name);
  if (!hasName && !isId(id)) return [];
  const word = hasName ? argument(name) : shortId(id);
  const filter = hasName ? nameFilter(name) : `id=${shortId(id)}`;
  return [
    { text: `docker ps -a --filter ${filter}`, reports: 'State, ports and image' },
    { text: `docker logs ${word}`, reports: 'What it printed' },
    ...(ports.length > 0 ? [{ text: `docker port ${word}`, reports: 'Published ports' }] : []),
    ...(health === null
      ? []
      : [
          {
            text: `docker inspect --format '{{json .State.Health}}' ${word}`,
            reports: 'The last health checks',
          },
        ]),
    { text: `docker inspect ${word}`, reports: 'Everything' },
  ];
}

/** Commands about a network; none if its name cannot be typed. */
export function networkCommands(name: string): Command[] {
  if (!canBeTyped(name)) return [];
  return [
    { text: `docker network ls --filter ${nameFilter(name)}`, reports: 'Driver and scope' },
    {
      text: `docker ps -a --filter ${shellWord(`network=${name}`)}`,
      reports: 'The containers in it',
    },
    { text: `docker network inspect ${argument(name)}`, reports: 'Addresses and everything else' },
  ];
}

/** Commands about a volume; none if its name cannot be typed. */
export function volumeCommands(name: string): Command[] {
  if (!canBeTyped(name)) return [];
  return [
    { text: `docker ps -a --filter ${shellWord(`volume=${name}`)}`, reports: 'The containers that mount it' },
    { text: `docker volume inspect ${argument(name)}`, reports: 'Where it is stored, and everything else' },
  ];
}

/** Commands about an image: by its first name, or by its ID if it has none or the name cannot be typed. */
export function imageCommands(image: Image): Command[] {
  const hasName = image.tags.length > 0 && canBeTyped(imageName(image));
  if (!hasName && !isId(image.id)) return [];
  const name = hasName ? imageName(image) : shortId(image.id);
  return [
    ...(hasName ? [{ text: `docker image ls ${argument(name)}`, reports: 'Size and age' }] : []),
    { text: `docker history ${argument(name)}`, reports: 'Its layers and their sizes' },
    {
      text: `docker ps -a --filter ${shellWord(`ancestor=${name}`)}`,
      reports: 'The containers made from it',
    },
    { text: `docker image inspect ${argument(name)}`, reports: 'Everything' },
  ];
}

/**
 * Whether a name means the same at a prompt. Control characters would be keys there (a line feed is Enter),
 * and a name that was cut or made visible is no longer the name.
 */
function canBeTyped(name: string): boolean {
  return name !== '' && visibleLine(name) === name && !/‹U\+[0-9A-F]+›/.test(name) && !name.endsWith('…');
}

function isId(id: string): boolean {
  return /^(?:sha256:)?[0-9a-f]{12,}$/.test(id);
}

/** A name as an argument, also if it looks like an option. */
function argument(name: string): string {
  return name.startsWith('-') ? `-- ${shellWord(name)}` : shellWord(name);
}

/** Exactly this name: Docker takes the filter as a regular expression. */
function nameFilter(name: string): string {
  return shellWord(`name=^${name.replaceAll(/[\\^$.|?*+()[\]{}]/g, String.raw`\$&`)}$`);
}
