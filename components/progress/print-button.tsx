'use client';

import { Printer } from 'lucide-react';
import { Button } from '@/components/ui/button.tsx';

/** Prints the page. */
export function PrintButton() {
  return (
    <p className="print:hidden">
      <Button onClick={() => print()}>
        <Printer aria-hidden size={16} /> Print or save as PDF
      </Button>
    </p>
  );
}
