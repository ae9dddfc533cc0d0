/**
 * Which part may import which. Every rule is an error, so the layout in docs/architecture.md is enforced
 * here.
 *
 * @type {import('dependency-cruiser').IConfiguration}
 */
const PARTS = '^(app|bench|cli|components|launcher|lib|packages|sandbox-runner|scripts)/';

/** Commands for the machine of the site. */
const installationCommands = '^cli/(backup|backup-command|restore|doctor|doctor-report)\\.ts$';

module.exports = {
  forbidden: [
    { name: 'no-circular', severity: 'error', from: {}, to: { circular: true } },
    { name: 'no-circular-folders', scope: 'folder', severity: 'error', from: {}, to: { circular: true } },
    // mdast and hast are packages that contain only types.
    {
      name: 'not-to-unresolvable',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true, pathNot: '^(mdast|hast)$' },
    },
    {
      name: 'contracts-stand-alone',
      comment: 'What several processes share depends on zod and nothing else.',
      severity: 'error',
      from: { path: '^packages/contracts/src', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^packages/contracts/src|/node_modules/zod/|^node_modules/zod/' },
    },
    {
      name: 'browser-api-uses-zod-mini',
      comment: 'Browsers load these schemas, and zod with its methods is several times as large.',
      severity: 'error',
      from: { path: '^packages/contracts/src/browser-api/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '(^|/)node_modules/zod/',
        pathNot: '(^|/)node_modules/zod/(mini|v4/(core|mini|locales))/',
        reachable: true,
      },
    },
    {
      name: 'dockerfile-knows-contracts-only',
      comment: 'Models what a Dockerfile contains, without judging it. Runs in a browser too.',
      severity: 'error',
      from: { path: '^packages/dockerfile/src', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(app|bench|cli|components|launcher|lib|sandbox-runner|scripts|packages/(grading|image|course|tracing))/',
      },
    },
    {
      name: 'dockerfile-and-grading-without-node',
      severity: 'error',
      from: { path: '^packages/(dockerfile|grading)/src', pathNot: '\\.test\\.ts$' },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'grading-is-pure',
      comment:
        'Grading runs in the runner, the CLI and a browser worker: no I/O, and no imports from other parts of the product.',
      severity: 'error',
      from: { path: '^packages/grading/src', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(app|bench|cli|components|launcher|lib|sandbox-runner|scripts|packages/(course|image))/',
      },
    },
    {
      name: 'course-knows-no-server',
      comment: 'The site, the runner and the scripts all read the course through this package.',
      severity: 'error',
      from: { path: '^packages/course/src' },
      to: {
        path: '^(app|bench|cli|components|launcher|lib|sandbox-runner|scripts|packages/(image|tracing))/',
      },
    },
    {
      name: 'runner-reads-exercises-only',
      comment: 'Code that compiles and checks lessons stays out of the process that runs builds.',
      severity: 'error',
      from: { path: '^sandbox-runner/src' },
      to: { path: '^packages/course/src/(lessons|lint|mdx|new|parts|record)/' },
    },
    {
      name: 'image-knows-contracts-and-grading-only',
      severity: 'error',
      from: { path: '^packages/image/src', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^(app|bench|cli|components|launcher|lib|sandbox-runner|scripts|packages/(course|tracing))/',
      },
    },
    {
      name: 'labs-know-contracts-only',
      comment: 'The runner, the check and the CLI each give it an engine.',
      severity: 'error',
      from: { path: '^packages/labs/src', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^packages/(labs|contracts)/src' },
    },
    {
      name: 'bounded-stands-alone',
      comment: 'It starts processes and copies values to them, whatever they compute.',
      severity: 'error',
      from: { path: '^packages/bounded/src', pathNot: '\\.test\\.ts$' },
      to: { pathNot: '^packages/bounded/src', dependencyTypesNot: ['core'] },
    },
    {
      name: 'tracing-stands-alone',
      comment: 'The site and the runner report their spans through it; nothing else uses OpenTelemetry.',
      severity: 'error',
      from: { path: '^packages/tracing/src' },
      to: {
        path: '^(app|bench|cli|components|launcher|lib|sandbox-runner|scripts|packages/(contracts|dockerfile|course|grading|image))/',
      },
    },
    {
      name: 'only-tracing-imports-opentelemetry',
      severity: 'error',
      from: { path: PARTS, pathNot: '^packages/tracing/' },
      to: { path: '(^|/)node_modules/@opentelemetry/' },
    },
    {
      name: 'runner-not-to-site',
      comment: 'The site and the runner communicate over HTTP only.',
      severity: 'error',
      from: { path: '^sandbox-runner/' },
      to: { path: '^(app|bench|cli|components|launcher|lib|prisma|scripts)/' },
    },
    {
      name: 'site-not-to-runner',
      severity: 'error',
      from: { path: '^(app|components|lib)/' },
      to: { path: '^(bench|cli|launcher|sandbox-runner|scripts)/' },
    },
    {
      name: 'runs-know-no-backend',
      comment: 'A kind of sandbox is a folder below sandbox/, and sandbox/inside is what the kinds share.',
      severity: 'error',
      from: {
        path: '^sandbox-runner/src/(bounded|clock|content|gpu|queue|runs|submission|telemetry|terminals)/|^sandbox-runner/src/sandbox/(backend|pool|sandbox-queue|sandbox|host-room)\\.ts$',
      },
      to: { path: '^sandbox-runner/src/sandbox/[^/]+/', pathNot: '^sandbox-runner/src/sandbox/testing/' },
    },
    {
      name: 'only-engine-imports-dockerode',
      severity: 'error',
      from: { pathNot: '^sandbox-runner/src/engine/' },
      to: { path: '(^|/)node_modules/(@types/)?dockerode/' },
    },
    {
      name: 'only-db-imports-prisma',
      severity: 'error',
      from: { path: PARTS, pathNot: '^(lib/db|launcher|scripts)/' },
      to: { path: '(^|/)node_modules/(@prisma|prisma)/|^lib/db/generated/' },
    },
    {
      name: 'only-link-imports-next-link',
      comment: 'Other links would load the pages behind all links in view (decision 63).',
      severity: 'error',
      from: { path: PARTS, pathNot: '^components/ui/link\\.tsx$' },
      to: { path: '(^|/)node_modules/next/(dist/client/app-dir/)?link\\.' },
    },
    {
      name: 'components-know-no-server',
      comment:
        'Components take data as props. They import types from contracts, the browser entry of grading, and each other.',
      severity: 'error',
      from: { path: '^components/' },
      to: { path: '^(lib|app|prisma|packages/(course|image))/', pathNot: '^app/.*/actions\\.ts$' },
    },
    {
      name: 'components-load-schemas-later',
      comment:
        'Pages are not delayed by schemas: components import their types, and load-contract.ts the rest.',
      severity: 'error',
      from: { path: '^components/', pathNot: '^components/api/contract\\.ts$|\\.test\\.tsx?$' },
      to: {
        path: '^packages/contracts/src/(index\\.ts|browser-api/|page-data/)|^components/api/contract\\.ts$',
        dependencyTypesNot: ['type-only', 'dynamic-import'],
      },
    },
    {
      name: 'lib-knows-no-pages',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: '^(app|components)/' },
    },
    {
      name: 'runner-by-its-exports',
      comment:
        'Only what sandbox-runner/package.json exports. bench and test may also import its internal modules.',
      severity: 'error',
      from: { path: '^(cli|launcher|scripts)/', pathNot: '\\.test\\.ts$' },
      to: {
        path: '^sandbox-runner/',
        pathNot: Object.values(require('./sandbox-runner/package.json').exports).map(
          (file) => `^sandbox-runner/${file.slice(2).replaceAll('.', '\\.')}$`,
        ),
      },
    },
    {
      name: 'cli-knows-no-launcher',
      comment: 'The command-line grader works on a machine without the site.',
      severity: 'error',
      from: { path: '^cli/', pathNot: installationCommands },
      to: { path: '^(app|bench|components|launcher|lib|scripts)/' },
    },
    {
      name: 'cli-uses-only-parts-of-the-launcher',
      comment: 'Loaded only when they are called.',
      severity: 'error',
      from: { path: installationCommands },
      to: { path: '^(app|bench|components|lib|scripts)/|^launcher/(?!(backup|doctor)/)' },
    },
    {
      name: 'cli-loads-installation-commands-later',
      severity: 'error',
      from: { path: '^cli/', pathNot: `${installationCommands}|\\.test\\.ts$` },
      to: { path: installationCommands, dependencyTypesNot: ['dynamic-import'] },
    },
    {
      name: 'launcher-is-product',
      severity: 'error',
      from: { path: '^launcher/' },
      to: { path: '^(bench|cli|scripts)/' },
    },
    {
      name: 'nothing-imports-app',
      severity: 'error',
      from: { pathNot: '^(app|test)/' },
      to: { path: '^app/', pathNot: '/actions\\.ts$' },
    },
    {
      name: 'nothing-imports-tests',
      severity: 'error',
      from: { pathNot: '^(e2e|test|sandbox-runner/test)/|\\.test\\.tsx?$' },
      to: { path: '^(e2e|test|sandbox-runner/test)/|\\.test\\.tsx?$' },
    },
  ],
  options: {
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '\\.next/|\\.data/|lib/db/generated' },
    tsPreCompilationDeps: true,
    webpackConfig: { fileName: 'scripts/dependency-cruiser-alias.cjs' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css'],
    },
  },
};
