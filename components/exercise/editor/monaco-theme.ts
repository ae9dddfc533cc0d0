import { monaco } from './monaco.ts';

/** Names of the two themes, made from the site's own colours when an editor asks for one. */
type EditorTheme = 'dfm-light' | 'dfm-dark';

/** Reads the site's colours as they are now and sets the editor's theme from them. */
export function setEditorTheme(dark: boolean): void {
  const style = getComputedStyle(document.documentElement);
  const canvas = document.createElement('canvas').getContext('2d');
  const color = (name: string): string => {
    const value = style.getPropertyValue(`--${name}`).trim();
    if (canvas === null) return value;
    // Monaco takes #rrggbb alone; a stylesheet may say #fff, and a canvas says any opaque colour the long
    // way.
    canvas.fillStyle = value;
    return canvas.fillStyle;
  };
  const token = (name: string) => color(name).slice(1);
  const name: EditorTheme = dark ? 'dfm-dark' : 'dfm-light';
  monaco.editor.defineTheme(name, {
    base: dark ? 'vs-dark' : 'vs',
    // Of the base not even rare tokens: its red of a shell option has too little contrast.
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
