// Next runs this before the page is live. The editor is the largest thing an exercise loads: asked for now,
// it comes while React takes the page over. Below this width there is a plain one. A failure shows where the
// editor is opened.
if (/^\/exercises\/[^/]+\/?$/.test(location.pathname) && matchMedia('(min-width: 768px)').matches)
  import('@/components/exercise/editor/open-editor.ts').catch(() => undefined);
