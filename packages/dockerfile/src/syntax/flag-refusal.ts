import { factsOf, flagKind } from './instruction-facts.ts';
import type { Flag, Instruction } from './model.ts';

/** Why BuildKit rejects the flags of an instruction (moby/buildkit frontend/dockerfile/instructions/bflag.go). */
export function flagRefusal({ keyword, flags, args }: Instruction): string | undefined {
  if (
    flags.length === 0 ||
    factsOf(keyword).flags === 'ignored' ||
    (keyword === 'HEALTHCHECK' && /^none$/iu.test(args))
  )
    return undefined;
  const seen = new Set<string>();
  for (const flag of flags) {
    const kind = flagKind(keyword, flag.name);
    if (kind === undefined)
      return `${keyword} has no flag --${flag.name}. Check its spelling; a flag of the command itself stands behind the command.`;
    if (kind !== 'list' && seen.has(flag.name)) return `--${flag.name} is given twice.`;
    seen.add(flag.name);
    const refused =
      kind === 'switch'
        ? switchRefusal(flag)
        : flag.value === undefined
          ? `--${flag.name} needs a value: --${flag.name}=….`
          : valueRefusal(flag.name, flag.value);
    if (refused !== undefined) return refused;
  }
  return undefined;
}

function switchRefusal({ name, value }: Flag): string | undefined {
  return value === undefined || /^(?:true|false)$/iu.test(value)
    ? undefined
    : `--${name} must be true or false, not "${value}".`;
}

function valueRefusal(name: string, value: string): string | undefined {
  switch (name) {
    case 'network':
      return ['default', 'none', 'host'].includes(value)
        ? undefined
        : `--network must be default, none or host, not "${value}".`;
    case 'security':
      return ['sandbox', 'insecure'].includes(value)
        ? undefined
        : `--security must be sandbox or insecure, not "${value}".`;
    case 'retries':
      return /^\+?\d{1,10}$/u.test(value) ? undefined : `--retries must be a whole number, not "${value}".`;
    case 'interval':
    case 'timeout':
    case 'start-period':
    case 'start-interval':
      return isDuration(value)
        ? undefined
        : `--${name} must be a time with a unit, such as 30s or 1m30s, not "${value}".`;
    case 'mount':
      return mountRefusal(value);
    default:
      return undefined;
  }
}

const nanosecondsOf: Record<string, number> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 6e10,
  h: 36e11,
};
const durationPart = /(\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h)/gu;

/** A Go duration: empty, 0, or numbers with units that add up to at least one millisecond. */
function isDuration(value: string): boolean {
  if (value === '' || value === '0') return true;
  let nanoseconds = 0;
  const rest = value.replace(/^\+/u, '').replaceAll(durationPart, (_, number: string, unit: string) => {
    nanoseconds += Number(number) * nanosecondsOf[unit]!;
    return '';
  });
  return rest === '' && (nanoseconds === 0 || nanoseconds >= 1e6);
}

const mountKeys = new Set([
  'type',
  'from',
  'source',
  'src',
  'target',
  'dst',
  'destination',
  'readonly',
  'ro',
  'readwrite',
  'rw',
  'required',
  'size',
  'id',
  'sharing',
  'mode',
  'uid',
  'gid',
  'env',
]);
const mountSwitches = new Set(['readonly', 'ro', 'readwrite', 'rw', 'required']);

/**
 * moby/buildkit frontend/dockerfile/instructions/commands_runmount.go. Values that contain a variable are not
 * checked.
 */
function mountRefusal(value: string): string | undefined {
  if (value.includes('"')) return undefined;
  for (const field of value.split(',')) {
    const equals = field.indexOf('=');
    const key = (equals < 0 ? field : field.slice(0, equals)).toLowerCase();
    const option = equals < 0 ? undefined : field.slice(equals + 1);
    if (!mountKeys.has(key)) return `--mount has no option "${key}".`;
    if (option === undefined && !mountSwitches.has(key))
      return `The option ${key} of --mount needs a value: ${key}=….`;
    if (key === 'from' && /\$./u.test(option!))
      return 'from= of --mount accepts no variable. Name a stage with FROM … AS and use that name.';
    if (option === undefined || option.includes('$')) continue;
    if (key === 'type' && !/^(?:bind|cache|tmpfs|secret|ssh)$/iu.test(option))
      return `--mount has no type "${option}". Use bind, cache, tmpfs, secret or ssh.`;
    if (key === 'sharing' && !/^(?:shared|private|locked)$/iu.test(option))
      return `sharing= of --mount must be shared, private or locked, not "${option}".`;
  }
  return undefined;
}
