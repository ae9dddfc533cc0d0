'use client';

import { Moon, Sun } from 'lucide-react';
import { useTheme } from 'next-themes';
import { IconButton } from './icon-button.tsx';

/**
 * Switches between light and dark. Both icons are in the page and CSS shows one of them, so that server and
 * browser render the same.
 */
export function ThemeToggle() {
  const { resolvedTheme, setTheme } = useTheme();
  return (
    <IconButton
      label="Switch between light and dark"
      onClick={() => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark')}
    >
      <Moon aria-hidden size={18} className="dark:hidden" />
      <Sun aria-hidden size={18} className="hidden dark:block" />
    </IconButton>
  );
}
