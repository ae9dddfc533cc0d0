/** `C:\data` and `c:/data` are absolute in a Windows container. */
export function isWindowsPath(path: string): boolean {
  return /^[a-zA-Z]:(?:[\\/]|$)/u.test(path);
}
