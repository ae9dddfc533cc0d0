// Next runs this before hydration. The editor is the largest download of an exercise page, so it starts loading
// now, in parallel with hydration. Narrower windows use a plain editor instead. If loading fails, the error is
// reported where the editor is opened.
if (/^\/exercises\/[^/]+\/?$/.test(location.pathname) && matchMedia('(min-width: 768px)').matches)
  import('@/components/exercise/editor/open-editor.ts').catch(() => undefined);
