/** How a text is written in its file. The editor shows it without that. */
export interface TextForm {
  hasMark: boolean;
  lineEnd: '\n' | '\r\n';
}

interface EditedText {
  /** Lines end with \n. */
  text: string;
  form: TextForm;
  /** Whether its lines end in different ways, which a save makes the same. */
  isMixed: boolean;
}

/** U+FEFF at the beginning, which some editors write. */
const mark = '\ufeff';

/** @returns undefined if the bytes are not text in UTF-8 */
export function readText(bytes: Uint8Array): EditedText | undefined {
  const raw = decoded(bytes);
  if (raw === undefined || raw.includes('\0')) return undefined;
  const hasMark = raw.startsWith(mark);
  const text = raw.slice(hasMark ? 1 : 0);
  const both = text.match(/\r\n/g)?.length ?? 0;
  const feeds = text.match(/\n/g)?.length ?? 0;
  const returns = text.match(/\r/g)?.length ?? 0;
  return {
    text: text.replace(/\r\n?/g, '\n'),
    form: { hasMark, lineEnd: both > 0 && both === feeds ? '\r\n' : '\n' },
    isMixed: returns > both || (both > 0 && both < feeds),
  };
}

/** The bytes of a text in its file. */
export function writeText(text: string, { hasMark, lineEnd }: TextForm): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode((hasMark ? mark : '') + text.replaceAll('\n', lineEnd));
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
