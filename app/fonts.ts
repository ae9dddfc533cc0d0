import localFont from 'next/font/local';

// Latin subsets, served from our own files. Text keeps the font that it was first drawn with, because another one
// wraps its lines elsewhere: on a slow first visit, the page is shown in the fallback. Code changes its font, because its
// fallbacks have exactly the same measures. fallback-fonts.css adjusts system fonts, which
// are wider. Next needs all values as literals.
export const textFace = localFont({
  src: [
    {
      path: '../node_modules/@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2',
      style: 'normal',
      weight: '200 900',
    },
  ],
  variable: '--font-text',
  display: 'optional',
  fallback: ['Text Fallback', 'Text Fallback Roboto', 'Text Fallback Noto', 'Text Fallback DejaVu'],
  adjustFontFallback: false,
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
  display: 'optional',
  preload: false,
  fallback: ['Text Fallback', 'Text Fallback Roboto', 'Text Fallback Noto', 'Text Fallback DejaVu'],
  adjustFontFallback: false,
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
  preload: false,
  fallback: ['Code Fallback', 'Code Fallback Consolas', 'Code Fallback Courier', 'ui-monospace', 'monospace'],
  adjustFontFallback: false,
});
