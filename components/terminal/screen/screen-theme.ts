import type { ITheme } from '@xterm/xterm';
import { isDark, siteColors } from '@/components/ui/site-colors.ts';

/**
 * The colours of a terminal, from the site's current ones. xterm.js raises the contrast of text where a
 * program combines two that are too similar.
 */
export function screenTheme(): ITheme {
  const color = siteColors();
  const [black, white] = isDark() ? [color('line'), color('ink-soft')] : [color('ink'), color('line')];
  return {
    background: color('raised'),
    foreground: color('ink'),
    cursor: color('accent'),
    cursorAccent: color('raised'),
    selectionBackground: `${color('accent')}40`,
    scrollbarSliderBackground: `${color('edge')}66`,
    scrollbarSliderHoverBackground: `${color('edge')}99`,
    scrollbarSliderActiveBackground: color('edge'),
    black,
    red: color('bad'),
    green: color('good'),
    yellow: color('warn'),
    blue: color('accent'),
    magenta: color('kind-config'),
    cyan: color('kind-workdir'),
    white,
    brightBlack: color('ink-faint'),
    brightRed: color('bad'),
    brightGreen: color('good'),
    brightYellow: color('warn'),
    brightBlue: color('accent'),
    brightMagenta: color('kind-config'),
    brightCyan: color('kind-workdir'),
    brightWhite: isDark() ? color('ink') : color('paper'),
  };
}

/** The colours of matches of a search. */
export function searchColors() {
  const color = siteColors();
  return {
    matchBackground: color('warn-soft'),
    matchBorder: color('warn'),
    matchOverviewRuler: color('warn'),
    activeMatchBackground: color('warn-soft'),
    activeMatchBorder: color('bad'),
    activeMatchColorOverviewRuler: color('bad'),
  };
}
