import type { BuildSource } from '@dfm/dockerfile/context/build-source';
import { pythonRequests } from '@dfm/dockerfile/python/python-requests';
import { installsPackages, packageCommand } from '@dfm/dockerfile/shell/package-command';
import { runSteps } from '@dfm/dockerfile/shell/run-steps';
import { rangeOfSpan } from '@dfm/dockerfile/syntax/source-range';
import { finalInstructions, finalStage, stageChain } from '@dfm/dockerfile/syntax/stages';
import type { Check, Measured, MeasuredInput, StaticFinding } from '../../check/check.ts';
import { noImage } from '../../check/skipped.ts';
import { debianPackageOf } from '../../image/debian-libraries.ts';
import { listed } from '../../verdict/wording.ts';

export const missingNativeLib: Check = {
  meta: {
    id: 'missing-native-lib',
    title: 'Missing system library of a package',
    axis: 'runtime',
    topic: 'ml',
    severity: 'error',
    defaultPoints: 5,
    needs: ['static', 'image'],
    also: [],
    detects:
      'Compiled Python extensions in the image that need a shared library which is neither next to them nor in a directory that the loader searches. In the text: packages known to need a library that a -slim base does not have.',
    why: 'The build succeeds, but the import fails at run time, often only on the code path that needs it. Slim images do not contain libraries such as libgomp and libGL.',
    fix: 'Install the Debian package of the library in the final stage, or use a wheel that includes the library.',
    bad: 'FROM python:3.11-slim-bookworm\nRUN pip install --no-cache-dir lightgbm',
    good: 'FROM python:3.11-slim-bookworm\nRUN apt-get update && apt-get install -y --no-install-recommends libgomp1 && rm -rf /var/lib/apt/lists/*\nRUN pip install --no-cache-dir lightgbm',
  },
  findings,
  measure,
};

/** Wheels that need a system library, the Debian package of that library, and other packages that install it. */
const systemLibraries: readonly {
  wheels: ReadonlySet<string>;
  package: string;
  library: string;
  installedBy: RegExp;
}[] = [
  {
    wheels: new Set(['opencv-python', 'opencv-contrib-python']),
    package: 'libgl1',
    library: 'libGL.so.1',
    installedBy:
      /^(?:libgl1|libgl1-mesa-(?:glx|dev)|libglx-mesa0|libopengl0|mesa-.*|ffmpeg|python3-opencv|libopencv-.*|libgtk.*|freeglut3.*|libqt5gui5.*)$/u,
  },
  {
    wheels: new Set(['lightgbm']),
    package: 'libgomp1',
    library: 'libgomp.so.1',
    installedBy:
      /^(?:libgomp1|gcc(?:-\d+)?|g\+\+(?:-\d+)?|build-essential|gfortran(?:-\d+)?|python3-(?:lightgbm|sklearn)|libopenblas0-openmp)$/u,
  },
];

function findings(input: BuildSource): StaticFinding[] {
  const { dockerfile } = input;
  const base = stageChain(dockerfile, finalStage(dockerfile))[0]?.base.resolved;
  if (base === undefined || !/[:-]slim(?:-|$)/u.test(base)) return [];
  const requests = pythonRequests(input).filter(
    (request) => request.inFinal || copiedFrom(input, request.stage.index, request.stage.name),
  );
  const needed = systemLibraries.flatMap((row) => {
    for (const request of requests) {
      const wheel = request.requirements.find(({ name }) => row.wheels.has(name));
      if (wheel !== undefined) return [{ row, request, wheel }];
    }
    return [];
  });
  if (needed.length === 0) return [];
  const installed = runSteps(dockerfile).flatMap(({ commands }) =>
    commands.flatMap((command) => {
      const call = packageCommand(command);
      return call !== undefined && installsPackages(call)
        ? call.packages.map(({ name }) => name.replace(/[=/:].*$/u, ''))
        : [];
    }),
  );
  // A list in a variable or a file can contain anything.
  if (installed.some((name) => /[$`]/u.test(name))) return [];
  return needed
    .filter(({ row }) => !installed.some((name) => row.installedBy.test(name)))
    .map(({ row, request, wheel }): StaticFinding => ({
      ...rangeOfSpan(request.command.span),
      severity: 'warning',
      message: `${wheel.name}${wheel.where === undefined ? '' : ` (${wheel.where})`} needs ${row.library}, which is not in ${base}, so the import fails. Install ${row.package} with apt-get in the final stage${row.package === 'libgl1' ? ', or use opencv-python-headless, which does not need it' : ''}.`,
    }))
    .sort((a, b) => a.line - b.line || a.column - b.column);
}

/** Whether the final image copies from a stage, by its name or number. */
function copiedFrom({ dockerfile }: BuildSource, index: number, name: string | undefined): boolean {
  return finalInstructions(dockerfile).some(({ flags }) =>
    flags.some(
      (flag) =>
        flag.name === 'from' &&
        (flag.value === `${index}` || (name !== undefined && flag.value?.toLowerCase() === name)),
    ),
  );
}

function measure({ evidence: { image }, replay, layerLines }: MeasuredInput): Measured {
  if (image === undefined) return noImage;
  const [first] = image.missingLibraries;
  if (first === undefined)
    return {
      status: 'pass',
      message: 'All compiled Python extensions find the shared libraries that they need.',
    };
  const libraries = [...new Set(image.missingLibraries.flatMap((item) => item.needs))].sort();
  const packages = [...new Set(libraries.flatMap((library) => debianPackageOf(library) ?? []))];
  const layer = replay?.live.find((item) => item.path === first.path)?.layer;
  return {
    status: 'fail',
    line: layer === undefined ? undefined : layerLines[layer],
    message: `The image does not contain ${listed(libraries)}, which ${first.path.slice(first.path.search(/[^/]+$/))} needs.`,
    next:
      packages.length > 0
        ? `Install ${listed(packages, 9)} with apt-get in the final stage.`
        : 'Install the Debian package of the library in the final stage.',
    evidence: image.missingLibraries
      .slice(0, 5)
      .map((item) => ({ label: `/${item.path}`, value: item.needs.join(' '), unit: 'text' as const })),
  };
}
