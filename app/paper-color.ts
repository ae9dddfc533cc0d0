/** `--paper` of tokens.css, for what a browser draws around a page. */
export const paperColor = { light: '#fcfcfa', dark: '#14171b' } as const;
