import { Button } from '@/components/ui/button.tsx';
import { ScrollRegion } from '@/components/ui/scroll-region.tsx';

interface Props {
  text: string;
  onDrop(): void;
}

/** Commands that wait for a shell. */
export function CommandsToType({ text, onDrop }: Props) {
  return (
    <section aria-label="Commands to type" className="commands-to-type">
      <output className="text-sm">These commands will be typed when the terminal is ready.</output>
      <ScrollRegion aria-label="The commands" className="commands-text">
        <pre translate="no">{text}</pre>
      </ScrollRegion>
      <Button className="justify-self-start" onClick={onDrop}>
        Do not type them
      </Button>
    </section>
  );
}
