import type { CSSProperties, Ref } from 'react';
import { instructionKind, kindColor } from '@/components/figures/instruction-kind.ts';
import { dockerfileTokens, type TokenLine } from './dockerfile-tokens.ts';
import { PlainEditor } from './plain-editor.tsx';

interface Props {
  ref: Ref<HTMLTextAreaElement>;
  file: { path: string; text: string; editable: boolean };
  onText(path: string, text: string): void;
  /** Receives what was typed before hydration. */
  onServedText(path: string, text: string): void;
}

/**
 * Takes the place of Monaco until it is ready, and is part of the page as the server sends it: the coloured
 * text, each line where Monaco will draw it, under a text field with invisible letters that can already be
 * used.
 */
export function EarlyEditor({ ref, file, onText, onServedText }: Props) {
  const lines = file.path === 'Dockerfile' ? dockerfileTokens(file.text) : plainLines(file.text);
  return (
    <div className="early-editor absolute inset-0 overflow-y-auto bg-raised">
      <div className="relative min-h-full">
        <div aria-hidden>
          {lines.map((line, index) => (
            // Lines have no identity other than their position.
            // oxlint-disable-next-line react/no-array-index-key
            <div
              key={index}
              className="early-line"
              style={
                line.instruction === undefined
                  ? undefined
                  : ({ '--kind': kindColor(instructionKind(line.instruction)) } as CSSProperties)
              }
            >
              <span className="early-number">{index + 1}</span>
              <code className="early-text">
                {line.tokens.map((token, place) => (
                  // oxlint-disable-next-line react/no-array-index-key
                  <span key={place} className={token.kind === 'text' ? undefined : `early-${token.kind}`}>
                    {token.text}
                  </span>
                ))}
                {'\u200b'}
              </code>
            </div>
          ))}
        </div>
        <PlainEditor
          ref={ref}
          {...file}
          onText={(text) => onText(file.path, text)}
          onServedText={(text) => onServedText(file.path, text)}
          className="early-field"
        />
      </div>
    </div>
  );
}

function plainLines(text: string): TokenLine[] {
  return text
    .split(/\r?\n/)
    .map((line) => ({ instruction: undefined, tokens: [{ kind: 'text', text: line }] }));
}
