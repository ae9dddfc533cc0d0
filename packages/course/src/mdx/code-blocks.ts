import type { Root } from 'hast';
import rehypeExpressiveCode, {
  createRenderer,
  ExpressiveCodeBlock,
  type RehypeExpressiveCodeOptions,
} from 'rehype-expressive-code';
import { visit } from 'unist-util-visit';

type Renderer = Awaited<ReturnType<typeof createRenderer>>;

/** The settings are always the same, and making one loads the themes. */
let renderer: Promise<Renderer> | undefined;
/** More than a lesson has. The author of a draft changes one at a time. */
const BLOCKS_KEPT = 300;

/** A renderer that highlights a block once, because it takes most of the time of compiling a lesson. */
async function rememberingRenderer(settings: RehypeExpressiveCodeOptions): Promise<Renderer> {
  const made = await createRenderer(settings);
  const render = made.ec.render.bind(made.ec);
  const known = new Map<string, Awaited<ReturnType<typeof render>>>();
  made.ec.render = async (input, options) => {
    if (!(input instanceof ExpressiveCodeBlock)) return render(input, options);
    const key = JSON.stringify([input.language, input.meta, input.code]);
    const rendered = known.get(key) ?? (await render(input, options));
    known.delete(key);
    known.set(key, rendered);
    const [oldest] = known.keys();
    if (known.size > BLOCKS_KEPT) known.delete(oldest!);
    // A copy, because the plugins that follow change it.
    return { ...rendered, renderedGroupAst: structuredClone(rendered.renderedGroupAst) };
  };
  // Without the inline scripts, which would not run after a navigation within the site and would change markup before
  // hydration. `CopyCode` and the tab stop below replace them.
  return { ...made, jsModules: [] };
}

const options: RehypeExpressiveCodeOptions = {
  themes: ['github-light', 'github-dark'],
  customCreateRenderer: (settings) => (renderer ??= rememberingRenderer(settings)),
  useDarkModeMediaQuery: false,
  themeCssSelector: (theme) => (theme.type === 'dark' ? '.dark' : ':root:not(.dark)'),
  // The library measures contrast against the theme's own background; ours is a shade darker, and even darker on marked
  // lines.
  minSyntaxHighlightingColorContrast: 7,
  styleOverrides: {
    codeFontFamily: 'var(--font-mono)',
    codeFontSize: '0.875rem',
    codeLineHeight: '1.6',
    uiFontFamily: 'var(--font-sans)',
    uiFontSize: '0.8125rem',
    borderColor: 'var(--line)',
    borderRadius: '6px',
    codeBackground: 'var(--surface)',
    focusBorder: 'var(--accent)',
    textMarkers: {
      markBackground: 'color-mix(in oklab, var(--accent) 10%, transparent)',
      markBorderColor: 'var(--accent)',
    },
    frames: {
      frameBoxShadowCssValue: 'none',
      editorTabBarBackground: 'var(--surface)',
      editorActiveTabBackground: 'var(--surface)',
      editorActiveTabForeground: 'var(--ink-soft)',
      editorActiveTabIndicatorTopColor: 'transparent',
      editorActiveTabIndicatorBottomColor: 'transparent',
      editorTabBarBorderBottomColor: 'var(--line)',
      editorTabBarBorderColor: 'transparent',
      editorActiveTabBorderColor: 'transparent',
      terminalBackground: 'var(--surface)',
      terminalTitlebarBackground: 'var(--surface)',
      terminalTitlebarForeground: 'var(--ink-soft)',
      terminalTitlebarBorderBottomColor: 'var(--line)',
      terminalTitlebarDotsForeground: 'var(--edge)',
    },
  },
};

/** Code fences with highlighting in both themes. */
export const codeBlocks = [rehypeExpressiveCode, options] as const;

/** Makes every code block a tab stop, so that a long line can be scrolled to with the keyboard. */
export function rehypeFocusableCode() {
  return (tree: Root) => {
    visit(tree, 'element', (node) => {
      if (node.tagName === 'pre') node.properties.tabIndex = 0;
    });
  };
}
