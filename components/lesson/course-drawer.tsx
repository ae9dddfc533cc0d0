import { PanelLeft, X } from 'lucide-react';
import type { ComponentProps } from 'react';
import { CourseNav } from './course-nav.tsx';

/** A button that opens the course outline at the left edge, for a page that has no room for it. */
export function CourseDrawer(props: ComponentProps<typeof CourseNav>) {
  return (
    <>
      <DrawerButton label="Course outline" action="show">
        <PanelLeft aria-hidden size={18} />
      </DrawerButton>
      <div id="course-drawer" popover="auto" className="course-drawer">
        <DrawerButton label="Close the course outline" action="hide">
          <X aria-hidden size={18} />
        </DrawerButton>
        <CourseNav {...props} />
      </div>
    </>
  );
}

interface ButtonProps extends Pick<ComponentProps<'button'>, 'children'> {
  label: string;
  action: 'show' | 'hide';
}

function DrawerButton({ label, action, children }: ButtonProps) {
  return (
    <button
      type="button"
      popoverTarget="course-drawer"
      popoverTargetAction={action}
      aria-label={label}
      title={label}
      className="-ml-2 inline-grid size-10 shrink-0 place-items-center rounded-md text-soft hover:bg-surface hover:text-ink"
    >
      {children}
    </button>
  );
}
