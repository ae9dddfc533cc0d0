import localFont from 'next/font/local';

// Latin subsets, served from our own files: preloaded, with a fallback of the same metrics to avoid layout
// shift.
export const textFace = localFont({
  src: [
    {
      path: '../node_modules/@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2',
      style: 'normal',
      weight: '200 900',
    },
  ],
  variable: '--font-text',
  display: 'swap',
  adjustFontFallback: 'Arial',
});

export const italicFace = localFont({
  src: [
    {
      path: '../node_modules/@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-italic.woff2',
      style: 'italic',
      weight: '200 900',
    },
  ],
  variable: '--font-text-italic',
  display: 'swap',
  preload: false,
  adjustFontFallback: 'Arial',
});

export const monoFace = localFont({
  src: [
    {
      path: '../node_modules/@fontsource-variable/jetbrains-mono/files/jetbrains-mono-latin-wght-normal.woff2',
      style: 'normal',
      weight: '100 800',
    },
  ],
  variable: '--font-code',
  display: 'swap',
  fallback: ['ui-monospace', 'Menlo', 'Consolas', 'monospace'],
  adjustFontFallback: false,
});
