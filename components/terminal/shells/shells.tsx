import {
  type ReactNode,
  type Ref,
  use,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useRef,
  useState,
} from 'react';
import { flushSync } from 'react-dom';
import { useHasTabs } from '@/components/exercise/window-width.ts';
import { Button } from '@/components/ui/button.tsx';
import { TabPanel } from '@/components/ui/tabs.tsx';
import type { ConnectionState } from '../connection/connection-state.ts';
import type { TerminalConnection } from '../connection/terminal-connection.ts';
import type { SessionFiles } from '../files/use-files.ts';
import { textOfKey, withCtrl } from '../keys/key-text.ts';
import { pageKeyOf } from '../keys/page-key.ts';
import { TouchKeys } from '../keys/touch-keys.tsx';
import type { RequestedCommands } from '../requested/use-requested-commands.ts';
import { useTypeRequested } from '../requested/use-type-requested.ts';
import { preparePaste } from '../screen/paste-text.ts';
import { PlaceContext } from '../session/place.ts';
import { type Side, SideChoice, SideView, shownSide } from '../side/side-view.tsx';
import { type Question, QuestionDialog } from './questions.tsx';
import { SearchBar } from './search-bar.tsx';
import { shellName } from './shell-name.ts';
import { ShellPane } from './shell-pane.tsx';
import { ShellTabs } from './shell-tabs.tsx';
import { ShellTools } from './shell-tools.tsx';
import { Transcript } from './transcript.tsx';
import { type NotTyped, type Typist, whatIsInTheWay } from './typist.ts';
import { useFontSize } from './use-font-size.ts';
import type { PaneEvents } from './use-screen.ts';
import { useShellViews } from './use-shell-views.ts';
import { useTyping } from './use-typing.ts';

const TABS = 'shells';

interface Props {
  connection: TerminalConnection;
  state: ConnectionState;
  files: SessionFiles;
  /** The most shells that a session can have. */
  shellsMax: number;
  /** What a link asks to type. */
  requested?: RequestedCommands | undefined;
  onRequestDone?(): void;
  /** The selected shell is on the screen, and gets what is typed. */
  onShown(): void;
  /** What the learner is to do, if it takes the place of the shells too. */
  task?: ReactNode;
  ref?: Ref<Typist>;
  /** Called when the typist begins, and when it has typed everything or was stopped. */
  onTyping?(isTyping: boolean): void;
}

/** The shells of a session, as tabs or side by side, with what can be done with them. */
// One component, because all that is done with a shell needs its screen, the selection and the dialogs.
// oxlint-disable-next-line max-lines-per-function
export function Shells({
  connection,
  state: { shells, isReady, engine },
  files,
  shellsMax,
  task,
  ref,
  ...props
}: Props) {
  const tools = useRef<HTMLDivElement>(null);
  const panes = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(true);
  const { views, change } = useShellViews();
  const [chosen, setChosen] = useState(0);
  const [prefersSideBySide, setSideBySide] = useState(false);
  const [isSearching, setSearching] = useState(false);
  const [isCtrl, setCtrl] = useState(false);
  const [question, setQuestion] = useState<Question>();
  const [notice, setNotice] = useState('');
  const [fontSize, changeFontSize] = useFontSize();
  const { typing, typingIn } = useTyping();
  const hasTabs = useHasTabs();
  const isNarrow = use(PlaceContext).isNarrow || hasTabs;
  const [chosenSide, setSide] = useState<Side>(task === undefined ? 'shells' : 'task');
  const side = shownSide(chosenSide, { isNarrow, hasTask: task !== undefined });
  const isCovered = isNarrow && side !== 'shells';
  const isSideBySide = prefersSideBySide && !isNarrow;
  const selected = shells.has(chosen) ? chosen : ([...shells.keys()][0] ?? 0);
  const screen = views.get(selected)?.screen;
  const isShown = (shell: number) => isSideBySide || shell === selected;

  useEffect(() => {
    // The other direction is a key of the terminal.
    const enter = (event: KeyboardEvent) => {
      if (event.defaultPrevented || pageKeyOf(event) !== 'leave') return;
      // A terminal next to a lesson can be hidden.
      if (panes.current?.checkVisibility() !== true) return;
      event.preventDefault();
      if (isCovered) flushSync(() => setSide('shells'));
      screen?.focus();
    };
    document.addEventListener('keydown', enter);
    return () => document.removeEventListener('keydown', enter);
  }, [screen, isCovered]);

  const select = (shell: number) => {
    setChosen(shell);
    change(shell, { hasNews: false });
  };
  const add = () => {
    const shell = connection.openShell();
    if (shell === undefined) return;
    wantsFocus.current = true;
    select(shell);
  };
  const send = (shell: number, text: string) => {
    const isKept = connection.type(shell, text);
    setNotice(isKept ? '' : 'That is too much text at once. Paste at most a megabyte.');
  };
  const type = (shell: number, text: string) => {
    typing.stop();
    setCtrl(false);
    if (shells.get(shell)?.state !== 'exited') send(shell, text);
    else if (text === '\r') connection.restartShell(shell);
  };
  const typeForLearner = (commands: string): NotTyped | undefined => {
    if (screen === undefined || shells.get(selected)?.state !== 'open') return 'no-shell';
    const inTheWay = whatIsInTheWay(screen);
    if (inTheWay !== undefined) return inTheWay;
    if (isCovered) flushSync(() => setSide('shells'));
    screen.focus();
    typing.begin(selected, commands, (text) => send(selected, text));
    return undefined;
  };
  useImperativeHandle(ref, () => ({ type: typeForLearner }));
  const isTyping = typingIn !== undefined && shells.get(typingIn)?.state === 'open';
  const tellTyping = useEffectEvent((isNow: boolean) => props.onTyping?.(isNow));
  useEffect(() => {
    if (!isTyping) return undefined;
    tellTyping(true);
    return () => tellTyping(false);
  }, [isTyping]);
  const paste = (shell: number, copied: string) => {
    typing.stop();
    const { text, runsAtOnce } = preparePaste(copied, views.get(shell)?.screen?.hasBracketedPaste() ?? false);
    if (runsAtOnce) setQuestion({ kind: 'paste', text, send: () => send(shell, text) });
    else send(shell, text);
  };
  const selectedState = shells.get(selected)?.state;
  const target = {
    isReady,
    state: selectedState,
    screen,
    start: () => (selectedState === undefined ? add() : connection.restartShell(selected)),
  };
  useTypeRequested(
    props.requested,
    target,
    ({ text, isFromSite }, { focus, hasBracketedPaste }, isAtPrompt) => {
      props.onRequestDone?.();
      if (isCovered) flushSync(() => setSide('shells'));
      focus();
      const typeIt = () => send(selected, preparePaste(text, hasBracketedPaste()).text);
      if (isAtPrompt && isFromSite) typeIt();
      else setQuestion({ kind: 'commands', text, isFromSite, isAtPrompt, send: typeIt });
    },
  );
  const pasteFromClipboard = () =>
    void readClipboard().then((copied) =>
      copied === undefined
        ? setNotice('The browser did not allow reading the clipboard. Press and hold the terminal to paste.')
        : paste(selected, copied),
    );
  const copy = (shell: number) => {
    const text = views.get(shell)?.screen?.selection() ?? '';
    if (text === '') setNotice('Nothing is selected.');
    else
      void writeClipboard(text).then((isCopied) =>
        setNotice(isCopied ? 'Copied.' : 'The browser did not allow copying. Use its menu.'),
      );
  };
  const press = (shell: number, event: KeyboardEvent): boolean => {
    const key = pageKeyOf(event);
    if (key === undefined) return false;
    // The browser itself pastes.
    if (key !== 'paste') event.preventDefault();
    if (event.type !== 'keydown') return true;
    if (key === 'leave') tools.current?.querySelector<HTMLElement>('[aria-selected="true"]')?.focus();
    if (key === 'search') setSearching(true);
    if (key === 'copy') copy(shell);
    return true;
  };
  const eventsOf = (shell: number): PaneEvents => ({
    printed: (text) => {
      typing.printed(shell, text);
      if (!isShown(shell)) change(shell, { hasNews: true });
    },
    opened: (opened) => {
      change(shell, { screen: opened });
      if (opened === undefined || shell !== selected) return;
      if (wantsFocus.current) opened.focus();
      wantsFocus.current = false;
      props.onShown();
    },
    typed: (text) => type(shell, isCtrl ? withCtrl(text) : text),
    pasted: (text) => paste(shell, text),
    titled: (title) => change(shell, { title }),
    matched: (matches) => change(shell, { matches }),
    mouseTaken: (isMouseTaken) => change(shell, { isMouseTaken }),
    linkOpened: (link) => setQuestion({ kind: 'link', ...link }),
    focused: () => select(shell),
    keyPressed: (event) => press(shell, event),
  });

  return (
    <>
      {isNarrow && <SideChoice side={side} isNarrow hasTask={task !== undefined} onSide={setSide} />}
      <div
        ref={tools}
        hidden={isCovered}
        className="flex flex-wrap items-center border-b border-line px-2 [&[hidden]]:hidden sm:px-4"
      >
        <ShellTabs
          id={TABS}
          shells={shells}
          titles={new Map([...views].map(([shell, { title = '' }]) => [shell, title]))}
          news={
            new Set([...views].flatMap(([shell, { hasNews }]) => (hasNews && !isShown(shell) ? [shell] : [])))
          }
          selected={selected}
          onSelect={select}
          onEnter={(shell) => views.get(shell)?.screen?.focus()}
        />
        <div className="ml-auto">
          <ShellTools
            canAdd={isReady && shells.size < shellsMax}
            canClose={isReady && shells.has(selected)}
            isSideBySide={isNarrow ? undefined : isSideBySide}
            fontSize={fontSize}
            onAdd={add}
            onClose={() => connection.closeShell(selected)}
            onSideBySide={setSideBySide}
            onSearch={() => setSearching(true)}
            onCopy={() => copy(selected)}
            onSelectAll={() => screen?.selectAll()}
            onClear={() => connection.clearShell(selected)}
            onFontSize={changeFontSize}
          />
        </div>
      </div>
      {isSearching && screen && !isCovered && (
        <SearchBar
          screen={screen}
          matches={views.get(selected)?.matches ?? { index: -1, count: 0 }}
          onClose={() => {
            setSearching(false);
            screen.focus();
          }}
        />
      )}
      <div ref={panes} className="relative flex min-h-0 flex-1">
        <div inert={isCovered} className="contents">
          <TabPanel
            id={TABS}
            selected={String(selected)}
            className={`shell-panes ${isSideBySide ? 'side-by-side' : ''}`}
          >
            {[...shells].map(([shell, state]) => (
              <ShellPane
                key={shell}
                shell={shell}
                state={state}
                connection={connection}
                isShown={isShown(shell)}
                fontSize={fontSize}
                events={eventsOf(shell)}
              />
            ))}
            {shells.size === 0 && (
              <div className="grid place-content-center gap-3 text-center">
                <p className="text-soft">{isReady ? 'No shell is open.' : 'The shells appear here.'}</p>
                {isReady && <Button onClick={add}>New shell</Button>}
              </div>
            )}
          </TabPanel>
        </div>
        {task !== undefined && (
          // It keeps what is unfolded, and where it is scrolled to.
          <div className={`side ${side === 'task' ? '' : 'invisible'}`} data-covers inert={side !== 'task'}>
            {task}
          </div>
        )}
        {side !== 'shells' && side !== 'task' && (
          <SideView
            side={side}
            isNarrow={isNarrow}
            engine={engine}
            files={files}
            isReady={isReady}
            onSide={setSide}
            onType={(command) => {
              send(selected, command);
              if (isNarrow) setSide('shells');
            }}
          />
        )}
      </div>
      {!isCovered && (
        <TouchKeys
          isCtrl={isCtrl}
          onCtrl={setCtrl}
          onKey={(key) => type(selected, textOfKey(key, screen?.hasApplicationKeys() ?? false, isCtrl))}
          onPaste={pasteFromClipboard}
        />
      )}
      <div hidden={isCovered} className="terminal-foot">
        {screen && <Transcript key={selected} name={shellName(selected)} screen={screen} />}
        <output>
          {notice ||
            (views.get(selected)?.isMouseTaken ? (
              'This program uses the mouse. To select text, hold Shift, or Option on a Mac.'
            ) : (
              <span className="max-sm:hidden">F6 moves between terminal and controls.</span>
            ))}
        </output>
      </div>
      {question && <QuestionDialog question={question} onClose={() => setQuestion(undefined)} />}
    </>
  );
}

async function writeClipboard(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Undefined if the browser does not allow it. */
async function readClipboard(): Promise<string | undefined> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return undefined;
  }
}
