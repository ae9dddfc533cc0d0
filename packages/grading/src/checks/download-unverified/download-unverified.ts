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
    title: 'Download used without verification',
    axis: 'security',
    topic: 'security',
    severity: 'info',
    defaultPoints: 3,
    needs: ['static'],
    also: [],
    detects:
      'A file that curl, wget or ADD downloads, and that is not verified with a checksum or signature in the same step.',
    why: 'If a server is compromised or a release is replaced, a different file ends up in your image without any error. With a checksum, the build fails instead.',
    fix: 'Add the checksum next to the URL: ADD --checksum=sha256:…, or echo "…  file" | sha256sum -c after the download in the same RUN.',
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
      const address = unverifiedUrl(instruction, variables, dockerfile);
      if (address !== undefined)
        found.push({ ...rangeOf(written), ...finding(address, 'Add --checksum=sha256: with its checksum') });
    }
    const commands = shellCommands(instruction, shell);
    if (commands.some(verifies)) return;
    for (const command of commands) {
      const download = downloadOf(command);
      const address = download === undefined ? undefined : usedAddress(command, download);
      if (address !== undefined)
        found.push({
          ...rangeOfSpan(command.span),
          ...finding(address, 'Verify it after the download with sha256sum -c'),
        });
    }
  });
  return found;
}

function finding(address: string, remedy: string): Pick<StaticFinding, 'message' | 'severity'> {
  const shown = baseName(address.split(/[?#]/u, 1)[0]!).slice(0, 60) || 'This file';
  // Without TLS, anyone on the network path can change the file, not only the server.
  const severity = /^(?:http|ftp):/u.test(address) ? ({ severity: 'warning' } as const) : {};
  return {
    ...severity,
    message: `${shown} is used without verifying its content. ${remedy}, so that the build fails if the file is a different one.`,
  };
}

/** The URL of an ADD without `--checksum`. Git repositories do not need one, because they have a commit. */
function unverifiedUrl(
  add: Instruction,
  variables: VariableValues,
  { escape }: Dockerfile,
): string | undefined {
  if (flagValues(add, 'checksum').some((sum) => sum !== '')) return undefined;
  const sources = (add.json ?? add.words)
    .slice(0, -1)
    .map((word) => substitute(word, variables, escape) ?? unquote(word, escape));
  return sources.find(
    (source) =>
      /^(?:https?|ftp):\/\//u.test(source) && !/\.git(?:[#?]|$)/u.test(source) && !needsNoSum(source),
  );
}

const verifiers = /^(?:(?:md5|sha\d+|b2|b3)sum|shasum|cksum|gpgv|rhash|slsa-verifier)$/u;

/** Whether a command verifies a file with a checksum or signature. */
function verifies(command: ShellCommand): boolean {
  const { words } = command;
  const name = baseName(words[0]!);
  if (verifiers.test(name)) return true;
  if (name === 'gpg' || name === 'gpg2')
    return words.some((word) => word === '--verify' || word === '--decrypt');
  if (name === 'openssl') return words[1] === 'dgst' || words[1] === 'sha256' || words[1] === 'cms';
  if (name === 'aria2c') return words.some((word) => word.startsWith('--checksum'));
  if (name === 'minisign' || name === 'signify' || name === 'cosign')
    return words.some((word) => /^-[A-Za-z]*V|^verify/u.test(word));
  return name === 'gh' && words[1] === 'attestation';
}

/** Programs to which a download can be piped without its content ending up in the image. */
const onlyQueries =
  /^(?:jq|yq|grep|egrep|sed|awk|gawk|cut|head|tail|tr|sort|wc|less|cat|gpg2?|apt-key|xargs)$/u;

/**
 * The URL of a download whose content ends up in the image; undefined if it is a key or a list, or only
 * requests information.
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
  // Scripts that are run without verification are covered by another check, curl-pipe-sh.
  if (
    later.length === 0 ||
    later.some(readsScript) ||
    later.every(({ words }) => onlyQueries.test(baseName(words[0]!)))
  )
    return undefined;
  return later.at(-1)!.outputs?.every(needsNoSum) === true ? undefined : address;
}

/**
 * Whether a path needs no checksum: keys, checksums and signatures, which are used to verify other files,
 * lists of repositories, and /dev/null.
 */
function needsNoSum(path: string): boolean {
  const plain = path.split(/[?#]/u, 1)[0]!;
  return (
    plain === '/dev/null' ||
    /(?:^|\/)(?:keyrings|trusted\.gpg\.d)\/|(?:\.(?:asc|gpg|key|pub|pem|crt|sig|minisig|sha\d+|sha\d+sum|md5|list|repo|sources)|\/gpg|\/gpgkey|(?:verifiers|verifiers\.txt|checksums\.txt|key\.public))$/iu.test(
      plain,
    )
  );
}
