import { followTheme, isDark, siteColors } from '@/components/ui/site-colors.ts';
import { monaco } from './monaco.ts';

/** Names of the two themes, which are built from the site's own colours when an editor needs one. */
type EditorTheme = 'dfm-light' | 'dfm-dark';

/**
 * Gives all editors the site's theme, now and after every switch between light and dark.
 *
 * @returns a function that stops it
 */
export function followSiteTheme(): () => void {
  return followTheme(() => setEditorTheme(isDark()));
}

/** Builds the editor's theme from the site's current colours and applies it. Monaco accepts only #rrggbb. */
function setEditorTheme(dark: boolean): void {
  const color = siteColors();
  const token = (name: string) => color(name).slice(1);
  const name: EditorTheme = dark ? 'dfm-dark' : 'dfm-light';
  monaco.editor.defineTheme(name, {
    base: dark ? 'vs-dark' : 'vs',
    // Nothing is inherited from the base theme, not even rare tokens: its red for shell options has too
    // little contrast.
    inherit: false,
    rules: [
      { token: '', foreground: token('ink') },
      { token: 'keyword', foreground: token('accent'), fontStyle: 'bold' },
      { token: 'comment', foreground: token('ink-faint') },
      { token: 'string', foreground: token('good') },
      { token: 'variable', foreground: token('warn') },
      { token: 'number', foreground: token('warn') },
    ],
    colors: {
      'editor.background': color('raised'),
      'editor.foreground': color('ink'),
      'editorLineNumber.foreground': color('ink-faint'),
      'editorLineNumber.activeForeground': color('ink'),
      'editor.lineHighlightBackground': color('surface'),
      'editor.lineHighlightBorder': color('surface'),
      'editorCursor.foreground': color('accent'),
      'editorWidget.background': color('raised'),
      'editorWidget.border': color('edge'),
      'editorHoverWidget.background': color('raised'),
      'editorHoverWidget.border': color('edge'),
      'editorError.foreground': color('bad'),
      'editorWarning.foreground': color('warn'),
      'editorInfo.foreground': color('accent'),
      focusBorder: color('accent'),
      'textLink.foreground': color('accent'),
      'textLink.activeForeground': color('accent'),
    },
  });
  monaco.editor.setTheme(name);
}
