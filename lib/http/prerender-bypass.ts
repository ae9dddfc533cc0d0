import type { IncomingHttpHeaders } from 'node:http';

/**
 * The cookie with which Next renders a page for the request instead of sending what the build made: that of
 * its draft mode.
 */
const NAME = '__prerender_bypass';

/** Whether Next renders every page for a request with these cookies. */
export function isRenderedNow(cookie: string | null | undefined): boolean {
  return pairs(cookie).some((pair) => pair.startsWith(`${NAME}=`));
}

/**
 * Lets Next render the page for this request, or not. What the client sent has no effect.
 *
 * @param key `previewModeId` of the build; undefined for a page as the build made it
 */
export function setRenderedNow(headers: IncomingHttpHeaders, key: string | undefined): void {
  const others = pairs(headers.cookie).filter((pair) => !pair.startsWith(`${NAME}=`));
  const cookie = [...others, ...(key === undefined ? [] : [`${NAME}=${key}`])].join('; ');
  if (cookie === '') delete headers.cookie;
  else headers.cookie = cookie;
}

function pairs(cookie: string | null | undefined): string[] {
  return (cookie ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair !== '');
}
