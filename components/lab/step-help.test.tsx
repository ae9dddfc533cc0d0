import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { StepHelp } from './step-help.tsx';

const buttons = (state: { isCurrent?: boolean; canType?: boolean; isTyping?: boolean }) => {
  const markup = renderToStaticMarkup(
    <StepHelp
      step={{ id: 'a', title: 'A', says: [], hints: [], reference: 'docker ps' }}
      isCurrent
      canType
      isTyping={false}
      onShow={() => undefined}
      onRestart={undefined}
      {...state}
    />,
  );
  return [...markup.matchAll(/<button[^>]*aria-disabled="(\w+)".*?<\/svg>([^<]*)</g)].map(
    ([, isDisabled, name]) => `${name}${isDisabled === 'true' ? ', disabled' : ''}`,
  );
};

test.each([
  ['the current step', {}, ['Show me']],
  ['without a shell', { canType: false }, ['Show me, disabled']],
  ['while commands are being typed', { isTyping: true }, ['Typing …, disabled']],
  ['near miss: a different step', { isCurrent: false, isTyping: true }, []],
])('%s', (_name, state, expected) => expect(buttons(state)).toEqual(expected));
