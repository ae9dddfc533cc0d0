import type { Root } from 'hast';
import rehypeExpressiveCode, { type RehypeExpressiveCodeOptions } from 'rehype-expressive-code';
import { SKIP, visit } from 'unist-util-visit';

const options: RehypeExpressiveCodeOptions = {
  themes: ['github-light', 'github-dark'],
  useDarkModeMediaQuery: false,
  themeCssSelector: (theme) => (theme.type === 'dark' ? '.dark' : ':root:not(.dark)'),
  minSyntaxHighlightingColorContrast: 4.8,
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

/**
 * Code fences with highlighting in both themes. The library's inline script is taken out: it would not run after a
 * navigation inside the site, and `CopyCode` does its work.
 */
export const codeBlocks = [rehypeExpressiveCode, options] as const;

export function rehypeDropScripts() {
  return (tree: Root) => {
    visit(tree, 'element', (node, index, parent) => {
      if (node.tagName !== 'script' || !parent || index === undefined) return;
      parent.children.splice(index, 1);
      return [SKIP, index];
    });
  };
}
