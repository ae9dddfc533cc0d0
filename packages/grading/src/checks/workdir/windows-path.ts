/** `C:\data` and `c:/data`: absolute, in a Windows container. */
export function isWindowsPath(path: string): boolean {
  return /^[a-zA-Z]:(?:[\\/]|$)/u.test(path);
}
