import { type TouchKey, touchKeys } from './key-text.ts';

const names: Partial<Record<TouchKey, string>> = {
  '←': 'Left',
  '↑': 'Up',
  '↓': 'Down',
  '→': 'Right',
  '|': 'Pipe',
  '/': 'Slash',
  '~': 'Tilde',
  '-': 'Hyphen',
};

interface Props {
  /** Whether Ctrl applies to the next key. */
  isCtrl: boolean;
  onCtrl(isCtrl: boolean): void;
  onKey(key: TouchKey): void;
  onPaste(): void;
}

/** The keys that a phone's keyboard does not have. Only shown where the pointer is a finger. */
export function TouchKeys({ isCtrl, onCtrl, onKey, onPaste }: Props) {
  return (
    <fieldset aria-label="Keys" className="touch-keys">
      <Key isPressed={isCtrl} onPress={() => onCtrl(!isCtrl)}>
        Ctrl
      </Key>
      {touchKeys.map((key) => (
        <Key key={key} name={names[key]} onPress={() => onKey(key)}>
          {key}
        </Key>
      ))}
      <Key onPress={onPaste}>Paste</Key>
    </fieldset>
  );
}

interface KeyProps {
  /** If the label is a sign. */
  name?: string | undefined;
  isPressed?: boolean;
  onPress(): void;
  children: string;
}

function Key({ name, isPressed, onPress, children }: KeyProps) {
  return (
    <button
      type="button"
      aria-label={name}
      aria-pressed={isPressed}
      // The terminal keeps the focus, and with it the phone's keyboard.
      onPointerDown={(event) => event.preventDefault()}
      onClick={onPress}
    >
      {children}
    </button>
  );
}
