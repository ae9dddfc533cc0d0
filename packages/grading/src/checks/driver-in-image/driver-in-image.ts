import { formatBytes } from '@dfm/contracts/quantity';
import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { installsPackages, packageCommand } from '@dfm/dockerfile/shell/package-command';
import { runSteps } from '@dfm/dockerfile/shell/run-steps';
import { baseName } from '@dfm/dockerfile/shell/shell-commands';
import type { ShellCommand } from '@dfm/dockerfile/shell/shell-commands';
import { factsOf } from '@dfm/dockerfile/syntax/instruction-facts';
import { rangeOf, rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { finalInstructions } from '@dfm/dockerfile/syntax/stages';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { listed } from '../../verdict/wording.ts';

export const driverInImage: Check = {
  meta: {
    id: 'driver-in-image',
    title: 'NVIDIA driver installed in the image',
    axis: 'gpu',
    topic: 'gpu',
    severity: 'error',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: [],
    detects:
      "Packages and installers of the NVIDIA driver in the final image, and the driver's own libraries in its layers: libcuda.so, libnvidia-ml.so, nvidia-smi, kernel modules.",
    why: 'The driver belongs to the host, because its libraries must come from the same build as the kernel module there. The NVIDIA Container Toolkit adds the libraries of the host to the container at start. A second copy in the image fails with a version mismatch on every host with a different driver.',
    fix: 'Do not install the driver. Start the container with --gpus all on a host that has the driver and the NVIDIA Container Toolkit. If you need the compiler, install cuda-toolkit or cuda-nvcc, not cuda or cuda-drivers.',
    bad: 'RUN apt-get update && apt-get install -y nvidia-driver-550',
    good: 'RUN apt-get update && apt-get install -y --no-install-recommends cuda-nvcc-12-4 && rm -rf /var/lib/apt/lists/*',
  },
  findings,
  measure,
};

/**
 * Names in Debian, Ubuntu, Fedora and NVIDIA's own repositories. `cuda` and `cuda-12-4` depend on the driver,
 * `cuda-toolkit-12-4` does not.
 */
const driverPackage =
  /^(?:nvidia-(?:driver|headless|dkms|kernel|utils|compute-utils|open|smi|settings|modprobe|fabricmanager|firmware|xconfig|persistenced|legacy|\d{3})(?:-[\w.+-]*)?|libnvidia-(?:compute|gl|decode|encode|extra|cfg1|common|fbc1|ml1|ptxjitcompiler1?|cuda|nvcuvid1|glcore|eglcore|opticalflow1)(?:-[\w.-]*)?|libcuda1(?:-\d+)?|cuda-drivers?(?:-[\w.-]*)?|cuda-runtime-\d+-\d+|cuda-demo-suite-\d+-\d+|cuda(?:-\d+-\d+)?|xserver-xorg-video-nvidia(?:-[\w-]*)?|(?:akmod|kmod|dkms)-nvidia(?:-[\w-]*)?|xorg-x11-drv-nvidia(?:-[\w-]*)?|linux-modules-nvidia-[\w.-]+)$/u;

function findings({ dockerfile }: BuildSource): StaticFinding[] {
  const fromRuns = runSteps(dockerfile).flatMap(({ commands }) =>
    commands.flatMap((command) => {
      const what = installedDriver(command);
      return what === undefined ? [] : [{ ...rangeOfSpan(command.span), message: message(what) }];
    }),
  );
  const copied = finalInstructions(dockerfile).flatMap((instruction) => {
    if (!factsOf(instruction.keyword).copiesFiles) return [];
    const words = instruction.json ?? instruction.words;
    const driver = words
      .slice(0, -1)
      .find(
        (word) =>
          /(?:^|\/)(?:libcuda\.so[\d.*]*|libnvidia-ml\.so[\d.*]*|nvidia-smi|NVIDIA-Linux-[^/]*\.run)["']?$/u.test(
            word,
          ) && !/\/stubs\/|\/compat\//u.test(word),
      );
    return driver === undefined ? [] : [{ ...rangeOf(instruction), message: message(driver) }];
  });
  return [...fromRuns, ...copied].sort((a, b) => a.line - b.line || a.column - b.column);
}

function message(what: string): string {
  return `${what} installs an NVIDIA driver in the image. The driver comes from the host when the container is started with --gpus, and a second one fails on hosts with a different version. Remove it.`;
}

/** The package or program of a command that installs a driver; undefined if it does not. */
function installedDriver(command: ShellCommand): string | undefined {
  const call = packageCommand(command);
  if (call !== undefined) {
    const isModule = call.verb === 'module' && call.packages[0]?.name === 'install';
    if (
      (!installsPackages(call) && !isModule) ||
      call.options.some((option) => /^(?:-d|--download-only|-s|--simulate|--dry-run)$/u.test(option))
    )
      return undefined;
    return call.packages.map(({ name }) => packageName(name)).find((name) => driverPackage.test(name));
  }
  const { words } = command;
  const name = baseName(words[0]!);
  if (name === 'ubuntu-drivers')
    return words.some((word) => word === 'autoinstall' || word === 'install') ? 'ubuntu-drivers' : undefined;
  if (name === 'dpkg')
    return words.some((word) => /^(?:-i|--install)$/u.test(word))
      ? words
          .map(baseName)
          .find((word) => /^(?:nvidia-driver|libnvidia-compute|cuda-drivers)[\w.+~-]*\.deb$/u.test(word))
      : undefined;
  // An installer is run directly or by a shell.
  const program = /^(?:ba|da|z)?sh$/u.test(name)
    ? words.slice(1).find((word) => !word.startsWith('-'))
    : words[0];
  const file = baseName(program ?? '');
  if (/^NVIDIA-Linux-.*\.run$/u.test(file))
    return words.some((word) => /^(?:-x|--extract-only|-h|--help|--info|--check)$/u.test(word))
      ? undefined
      : file;
  if (!/^cuda_[\w.]+_linux(?:_\w+)?\.run$/u.test(file)) return undefined;
  const parts = words.filter((word) =>
    /^--(?:driver|toolkit|samples|toolkitpath|no-drm|extract|installpath)(?:=|$)/u.test(word),
  );
  // An unattended installation installs the named parts, or everything including the driver if none is named.
  if (parts.some((word) => word.startsWith('--driver'))) return file;
  return parts.some((word) => /^--(?:toolkit|samples|extract|installpath)/u.test(word)) ? undefined : file;
}

/**
 * The name without version, architecture and module stream. Variables are replaced by 0, because the number
 * does not matter.
 */
function packageName(written: string): string {
  return written
    .split(/[=/:]/u, 1)[0]!
    .replaceAll(/\$(?:\w+|\{\w+[^}]*\})/gu, '0')
    .replace(/-?\*$/u, '');
}

const driverFile =
  /(?:^|\/)(?:libcuda\.so\.\d+\.\d[\d.]*|libnvidia-(?:ml|ptxjitcompiler|cfg|glcore)\.so\.\d+\.\d[\d.]*|nvidia-smi|nvidia(?:-uvm|-drm|-modeset|-peermem)?\.ko(?:\.\w+)?)$/u;
/** Stubs are for linking, and the compat package intentionally contains a newer libcuda for older kernels. */
const notADriver = /\/(?:stubs|compat)\//u;

/** A smaller one is a script of that name. The program has several hundred kilobytes. */
const smallestSmi = 64 * 1024;

function measure({ evidence: { image }, replay, layerLines }: MeasuredInput): Measured {
  if (image === undefined || replay === undefined) return noImage;
  const files = [...replay.live, ...replay.waste].filter(
    (item) =>
      item.layer >= replay.baseLayers &&
      item.bytes > 0 &&
      driverFile.test(item.path) &&
      !notADriver.test(item.path) &&
      !(item.path.endsWith('nvidia-smi') && item.bytes < smallestSmi),
  );
  const bytes = files.reduce((sum, item) => sum + item.bytes, 0);
  const measured = { label: 'Driver files', value: bytes, unit: 'bytes' as const, wanted: 0 };
  const [first] = files;
  if (first === undefined)
    return { status: 'pass', message: 'No layer contains an NVIDIA driver.', evidence: [measured] };
  return {
    status: 'fail',
    line: layerLines[first.layer],
    message: `The layers contain ${formatBytes(bytes)} of an NVIDIA driver: ${listed(files.map((item) => `/${item.path}`))}. The driver of the host is added to the container at start, and the two conflict.`,
    evidence: [measured],
  };
}
