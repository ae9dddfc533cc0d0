import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { downloadOf } from '@dfm/dockerfile/shell/downloads';
import type { Download } from '@dfm/dockerfile/shell/downloads';
import { readsScript } from '@dfm/dockerfile/shell/interpreters';
import { baseName, shellCommands } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { flagValues } from '@dfm/dockerfile/syntax/model';
import type { Dockerfile, Instruction } from '@dfm/dockerfile/syntax/model';
import { triggerOf } from '@dfm/dockerfile/syntax/on-build';
import { rangeOf, rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { walkStages } from '@dfm/dockerfile/syntax/stages';
import { substitute } from '@dfm/dockerfile/syntax/substitute';
import type { VariableValues } from '@dfm/dockerfile/syntax/variables';
import { unquote } from '@dfm/dockerfile/syntax/words';
import type { Check, StaticFinding } from '../../check/check.ts';

export const downloadUnverified: Check = {
  meta: {
    id: 'download-unverified',
    title: 'A download is used without a check of its content',
    axis: 'security',
    topic: 'security',
    severity: 'info',
    defaultPoints: 3,
    needs: ['static'],
    also: [],
    detects:
      'A file that curl, wget or ADD fetches and that nothing in the same step compares with a checksum or a signature.',
    why: 'A server that is taken over, or a release that is replaced, puts another file into your image, and the build does not notice. A checksum makes it stop.',
    fix: 'Write the checksum beside the address: ADD --checksum=sha256:…, or echo "…  file" | sha256sum -c behind the download in the same RUN.',
    bad: 'RUN curl -fsSL -o /srv/model.onnx https://models.example/model.onnx',
    good: 'ADD --checksum=sha256:2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae https://models.example/model.onnx /srv/',
  },
  findings,
};

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const found: StaticFinding[] = [];
  walkStages(dockerfile, (written, { shell, variables }) => {
    const instruction = triggerOf(written, dockerfile.escape);
    if (instruction.keyword === 'ADD') {
      const address = fetched(instruction, variables, dockerfile);
      if (address !== undefined)
        found.push({ ...rangeOf(written), ...finding(address, 'Add --checksum=sha256: and the sum') });
    }
    const commands = shellCommands(instruction, shell);
    if (commands.some(verifies)) return;
    for (const command of commands) {
      const download = downloadOf(command);
      const address = download === undefined ? undefined : usedAddress(command, download);
      if (address !== undefined)
        found.push({
          ...rangeOfSpan(command.span),
          ...finding(address, 'Compare it behind the download with sha256sum -c'),
        });
    }
  });
  return found;
}

function finding(address: string, remedy: string): Pick<StaticFinding, 'message' | 'severity'> {
  const shown = baseName(address.split(/[?#]/u, 1)[0]!).slice(0, 60) || 'This file';
  // Without TLS anyone on the way can change it, not the server alone.
  const severity = /^(?:http|ftp):/u.test(address) ? ({ severity: 'warning' } as const) : {};
  return {
    ...severity,
    message: `${shown} is used without a check that it is the file you mean. ${remedy}, so that the build stops when the file is another one.`,
  };
}

/** The address of an ADD without `--checksum`; a Git repository has its commit for that. */
function fetched(add: Instruction, variables: VariableValues, { escape }: Dockerfile): string | undefined {
  if (flagValues(add, 'checksum').some((sum) => sum !== '')) return undefined;
  const sources = (add.json ?? add.words)
    .slice(0, -1)
    .map((word) => substitute(word, variables, escape) ?? unquote(word, escape));
  return sources.find(
    (source) =>
      /^(?:https?|ftp):\/\//u.test(source) && !/\.git(?:[#?]|$)/u.test(source) && !needsNoSum(source),
  );
}

const sums = /^(?:(?:md5|sha\d+|b2|b3)sum|shasum|cksum|gpgv|rhash|slsa-verifier)$/u;

/** Whether a command compares a file with a sum or a signature. */
function verifies(command: ShellCommand): boolean {
  const { words } = command;
  const name = baseName(words[0]!);
  if (sums.test(name)) return true;
  if (name === 'gpg' || name === 'gpg2')
    return words.some((word) => word === '--verify' || word === '--decrypt');
  if (name === 'openssl') return words[1] === 'dgst' || words[1] === 'sha256' || words[1] === 'cms';
  if (name === 'aria2c') return words.some((word) => word.startsWith('--checksum'));
  if (name === 'minisign' || name === 'signify' || name === 'cosign')
    return words.some((word) => /^-[A-Za-z]*V|^verify/u.test(word));
  return name === 'gh' && words[1] === 'attestation';
}

/** The programs a piped download may go through without its content ending up in the image. */
const asks = /^(?:jq|yq|grep|egrep|sed|awk|gawk|cut|head|tail|tr|sort|wc|less|cat|gpg2?|apt-key|xargs)$/u;

/**
 * The address of a download whose content ends up in the image; undefined where it is a key, a list or only
 * asked for.
 */
function usedAddress(command: ShellCommand, { addresses, files, options }: Download): string | undefined {
  const { pipeline } = command;
  if (options.has('-I') || options.has('--head') || options.has('--spider')) return undefined;
  const address = addresses.find(
    (candidate) =>
      /^(?:(?:https?|ftp):\/\/|["']?\$|[\w.-]+\.\w+\/)/u.test(candidate) &&
      !/^https?:\/\/(?:localhost|127\.|\[::1\]|0\.0\.0\.0)/u.test(candidate) &&
      !needsNoSum(candidate),
  );
  if (address === undefined) return undefined;
  if (files.length > 0) return files.every((file) => needsNoSum(file)) ? undefined : address;
  const later = pipeline?.slice(pipeline.indexOf(command) + 1) ?? [];
  // A script that is run unseen is another check's.
  if (
    later.length === 0 ||
    later.some(readsScript) ||
    later.every(({ words }) => asks.test(baseName(words[0]!)))
  )
    return undefined;
  return later.at(-1)!.outputs?.every(needsNoSum) === true ? undefined : address;
}

/** Keys, sums and signatures, which others are checked by; lists of repositories; nothing. */
function needsNoSum(path: string): boolean {
  const plain = path.split(/[?#]/u, 1)[0]!;
  return (
    plain === '/dev/null' ||
    /(?:^|\/)(?:keyrings|trusted\.gpg\.d)\/|(?:\.(?:asc|gpg|key|pub|pem|crt|sig|minisig|sha\d+|sha\d+sum|md5|list|repo|sources)|\/gpg|\/gpgkey|(?:sums|sums\.txt|checksums\.txt|key\.public))$/iu.test(
      plain,
    )
  );
}
