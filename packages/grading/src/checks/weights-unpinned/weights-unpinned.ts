import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { heredocCode, inlineCode, scriptOf } from '@dfm/dockerfile/python/python-code';
import { shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import type { Instruction } from '@dfm/dockerfile/syntax/model';
import { flagValues } from '@dfm/dockerfile/syntax/model';
import { rangeOf, rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { walkStages } from '@dfm/dockerfile/syntax/stages';
import type { Check, StaticFinding } from '../../check/check.ts';
import { unpinnedAddress, unpinnedCall, unpinnedClone, unpinnedHubCommand } from './unpinned-weights.ts';

export const weightsUnpinned: Check = {
  meta: {
    id: 'weights-unpinned',
    title: 'Model downloaded without a revision',
    axis: 'build',
    topic: 'ml',
    severity: 'warning',
    defaultPoints: 5,
    needs: ['static'],
    also: [],
    detects:
      'Build steps that download a model without a commit: from_pretrained, snapshot_download, hf download, torch.hub.load, and wget, curl or ADD of weights from a branch.',
    why: 'A model repository can change like any other. The same Dockerfile then builds an image with different weights, or with different code if the model contains code, and the tag of the image does not show it.',
    fix: 'Name the commit: revision="<commit>" in Python, --revision <commit> for hf download, resolve/<commit>/ in a URL. A checksum of the file has the same effect.',
    bad: 'RUN hf download sentence-transformers/all-MiniLM-L6-v2 --local-dir /models',
    good: 'RUN hf download sentence-transformers/all-MiniLM-L6-v2 --revision c9745ed1d9f207416be6d2e6f8de32d1f16199bf --local-dir /models',
  },
  findings,
};

function findings({ dockerfile, context }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  if (!dockerfile.instructions.some(({ keyword }) => keyword === 'RUN' || keyword === 'ADD')) return found;
  walkStages(dockerfile, (instruction, { shell, variables }) => {
    if (instruction.keyword === 'ADD') {
      const address = addedAddress(instruction);
      const source =
        address === undefined || flagValues(instruction, 'checksum').length > 0
          ? undefined
          : unpinnedAddress(address);
      if (source !== undefined) found.push({ ...rangeOf(instruction), message: message(source) });
      return;
    }
    if (instruction.keyword !== 'RUN') return;
    const code = heredocCode(instruction);
    const inHeredoc = code === undefined ? undefined : unpinnedCall(code.text, variables);
    if (inHeredoc !== undefined) {
      const line = code!.startLine + inHeredoc.line - 1;
      found.push({
        path: 'Dockerfile',
        line,
        endLine: line,
        column: 1,
        endColumn: 2,
        message: message(inHeredoc.source),
      });
    }
    const commands = shellCommands(instruction, shell);
    const checked = commands.some(
      ({ words }) =>
        /^(?:sha(?:1|224|256|384|512)|b2|md5)sum$/u.test(words[0]!) ||
        (words[0] === 'openssl' && words[1] === 'dgst'),
    );
    for (const command of commands) {
      const inline = inlineCode(command);
      const script = inline === undefined ? scriptOf(command, context) : undefined;
      const call =
        inline === undefined
          ? script === undefined
            ? undefined
            : unpinnedCall(script.text, variables)
          : unpinnedCall(inline, variables);
      const where = script === undefined || call === undefined ? '' : ` (${script.path}, line ${call.line})`;
      const downloads =
        checked ||
        !/^(?:wget|curl|aria2c)$/u.test(command.words[0]!.slice(command.words[0]!.lastIndexOf('/') + 1))
          ? undefined
          : command.words.map((word) => unpinnedAddress(word)).find((source) => source !== undefined);
      const source =
        call === undefined
          ? (unpinnedHubCommand(command) ?? unpinnedClone(command, commands) ?? downloads)
          : `${call.source}${where}`;
      if (source !== undefined) found.push({ ...rangeOfSpan(command.span), message: message(source) });
    }
  });
  return found;
}

function addedAddress(instruction: Instruction): string | undefined {
  return (instruction.json ?? instruction.words)
    .slice(0, -1)
    .find((word) => /^["']?https?:\/\//u.test(word))
    ?.replaceAll(/["']/gu, '');
}

function message(what: string): string {
  return `${what} gets the latest version at build time. Name the commit of the model (revision), so that the same Dockerfile gives the same weights.`;
}
