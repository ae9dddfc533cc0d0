/** @param shell number from 0 */
export const shellName = (shell: number): string => `Shell ${shell + 1}`;
