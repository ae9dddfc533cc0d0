/**
 * Calls a function now and after every switch between light and dark.
 *
 * @returns a function that stops it
 */
export function followTheme(apply: () => void): () => void {
  apply();
  // Not an effect of the theme's state: React runs it before the class and with it the colours have changed.
  const observer = new MutationObserver(apply);
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['class'] });
  return () => observer.disconnect();
}

export const isDark = (): boolean => document.documentElement.classList.contains('dark');

/**
 * Reads the current colours of the site, for what cannot use variables.
 *
 * @returns a function from the name of a colour in tokens.css, such as `ink`, to `#rrggbb`
 */
export function siteColors(): (name: string) => string {
  const style = getComputedStyle(document.documentElement);
  const canvas = document.createElement('canvas').getContext('2d');
  return (name) => {
    const value = style.getPropertyValue(`--${name}`).trim();
    if (canvas === null) return value;
    // A stylesheet may contain #fff, and a canvas returns any opaque colour in the long form.
    canvas.fillStyle = value;
    return canvas.fillStyle;
  };
}
