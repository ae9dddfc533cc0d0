import type { HttpProbe, JobStart } from '@dfm/contracts';
import type { BuildContext } from '@dfm/dockerfile/context/build-source';

/** One completed BuildKit vertex that belongs to the Dockerfile (`[stage n/m] …`). */
export interface TraceStep {
  /** BuildKit's digest of the vertex, stable for the same operation. */
  digest: string;
  stage: string;
  /** 1-based position n and count m as BuildKit prints them. */
  index: number;
  count: number;
  name: string;
  line: number | undefined;
  cached: boolean;
  ms: number;
  /**
   * Of a step whose result was there before any learner's build: what it took when the course's layers were
   * built.
   */
  courseMs?: number;
  error: string | undefined;
}

export interface BuildTrace {
  /** `cold` or the scenario's id. */
  build: string;
  totalMs: number;
  steps: TraceStep[];
  /** diff ids of the image this build made, and the uncompressed size of each, in order. */
  layers: { diffId: string; bytes: number }[];
  /**
   * Steps that were running when the build was stopped because its answer was known; it then made no layers.
   * Absent where it went to its end.
   */
  unfinished?: TraceStep[];
}

export interface ReplayTrace extends BuildTrace {
  scenario: string;
}

/** One entry of a layer's tar, in archive order. */
export interface LayerEntry {
  /** Without a leading slash or `./`. */
  path: string;
  type: 'file' | 'dir' | 'symlink' | 'hardlink' | 'other';
  bytes: number;
  mode: number;
  uid: number;
  gid: number;
  /** Of a hard link or symlink. */
  linkname?: string;
  /** Hex SHA-256 of a regular file's content. */
  sha256?: string;
}

export interface Layer {
  diffId: string;
  createdBy: string;
  entries: LayerEntry[];
  /** As the archive stores it, gzip or zstd; undefined where it stores the plain tar. */
  compressedBytes?: number | undefined;
}

export interface ImageConfig {
  user: string;
  entrypoint: string[] | null;
  cmd: string[] | null;
  env: string[];
  labels: Record<string, string>;
  healthcheck: string[] | null;
  workdir: string;
  /** `8080/tcp`, sorted. */
  ports: string[];
  history: { createdBy: string; emptyLayer: boolean }[];
  diffIds: string[];
}

/** A secret found in a layer's bytes before whiteouts, in the config or in history. Never the secret itself. */
export interface SecretHit {
  rule: string;
  where: 'layer' | 'env' | 'label' | 'command' | 'healthcheck' | 'history';
  /** The layer that holds it; of a history entry, the layer that the entry made. */
  layer?: number;
  path?: string;
  /** Where the file is packed: the name inside, of each level; absent where what it was made from has no name. */
  member?: string;
  /** In a file of an installed package, or in a package that is kept: others published it. */
  inPackage?: true;
  /** Of the environment variable or label. */
  name?: string;
}

/**
 * A packed file, or a part of one, that was not searched for secrets: encrypted, damaged or of an unknown
 * kind, or one too many.
 */
export interface UnsearchedFile {
  path: string;
  member?: string;
  layer: number;
  reason: 'unreadable' | 'limit';
  /**
   * Of an installed package, or of one that is kept: packages ship damaged and encrypted samples for their
   * tests.
   */
  inPackage?: true;
}

/** A package that an image's own records call installed. */
export interface InstalledPackage {
  type: 'deb' | 'apk' | 'pypi' | 'npm';
  name: string;
  version: string;
  /** Of a system package: `amd64`, `all`. */
  architecture?: string;
  /** The file that says so: a database, or the package's own metadata. Without a leading slash. */
  path: string;
  /** Index of the layer since which it is installed in this version. */
  layer: number;
}

/** Why a record of packages tells less than it holds. */
export type PackageProblem = 'unreadable' | 'too-large' | 'too-many' | 'rpm-not-read';

export interface PackageInventory {
  /** By type, name, version and path. */
  packages: InstalledPackage[];
  notes: { path: string; layer: number; problem: PackageProblem }[];
  /** From os-release: `debian`, `12`. Undefined where the image does not say. */
  distribution: { id: string; version: string | undefined } | undefined;
}

/** A build secret found in the image, by the value that the runner made up for it. Never the value itself. */
export interface CanaryHit extends Omit<SecretHit, 'rule'> {
  /** Id of the build secret. */
  secret: string;
  /** How it is written there; `escaped` is `%61%62…` as in an address. */
  form: 'plain' | 'base64' | 'hex' | 'escaped';
}

/**
 * What became of one secret that the exercise hands to the build. A cached step counts as it did when it ran
 * in this sandbox.
 */
export interface BuildSecretUse {
  id: string;
  /** Whether a step of the first build asked for it. */
  asked: boolean;
  /** Whether a step of the first build printed it, and on which line where that is known. */
  printed: { line: number | undefined } | undefined;
}

/**
 * Bytes that a registry stores for an image and a node pulls, before compression: every layer as a tar, with
 * headers, names, link targets, extended attributes and padding, and the configuration, without the dates in
 * it. The same files, built twice, come to the same number.
 */
interface TransferBytes {
  total: number;
  /** Of these, the layers of the base. */
  base: number;
}

export interface ImageEvidence {
  config: ImageConfig;
  layers: Layer[];
  /** How many leading layers are the base image's (prefix of diff ids). */
  baseLayers: number;
  /** What a registry moves, before compression. Absent in evidence of before it was counted. */
  transfer?: TransferBytes;
  base: { reference: string; standIn: boolean } | undefined;
  secrets: SecretHit[];
  /** Of the learner's layers. Absent for none. */
  unsearched?: UnsearchedFile[];
  /** Absent where the exercise hands no secret to the build. */
  canaries?: CanaryHit[];
  /**
   * Shared libraries an installed native extension needs and the image lacks: path of the extension → library
   * names.
   */
  missingLibraries: { path: string; needs: string[] }[];
  inventory: PackageInventory;
}

export interface ProbeOutcome {
  probe: HttpProbe;
  ok: boolean;
  ms: number;
  status: number | undefined;
  message: string;
}

/** What was observed of one started container. */
export interface ContainerObservation {
  ready: boolean;
  readyMs: number | undefined;
  /** uid of process 1 as the kernel reports it, measured from outside the container. */
  uid: number | undefined;
  exitCode: number | undefined;
  oomKilled: boolean;
  probes: ProbeOutcome[];
  logTail: string;
}

/** What became of the image's HEALTHCHECK, run by the engine or as the engine runs it. */
export interface HealthObservation {
  declared: boolean;
  status: 'none' | 'healthy' | 'unhealthy' | 'starting';
  /**
   * When the settings have the first check begin at the earliest, and the first one of a ready service:
   * milliseconds since the container's start, whatever else the node does. Undefined where no container
   * started.
   */
  firstCheckMs: number | undefined;
  dueMs: number | undefined;
  /** How long a check took that passed. */
  passedMs?: number | undefined;
  lastOutput: string;
}

/** What the HEALTHCHECK's own command made of the service while its processes were stopped (SIGSTOP). */
export interface FrozenCheck {
  /** It called a service healthy that answered nobody. */
  passed: boolean;
  /** How long it took; undefined where it still waited when it was no longer waited for. */
  checkMs: number | undefined;
  /**
   * The longest until the engine says unhealthy: retries × (interval + how long the check takes to fail, at
   * most its timeout).
   */
  slowestMs: number;
}

/**
 * Whether a service that was asked to stop did what the plan's `shutdown` asks, seen from outside the
 * container.
 */
export interface ObservedShutdown {
  ok: boolean;
  /**
   * A clause about the service, such as `it answered 19 requests and left the last of them in
   * /tmp/rooms.json`.
   */
  message: string;
}

export interface RunEvidence {
  /** As the image says, without new privileges and capabilities. */
  normal: ContainerObservation & {
    health: HealthObservation;
    /** Absent where there is no HEALTHCHECK, or the container had ended. */
    frozen?: FrozenCheck | undefined;
    /**
     * Whether the HEALTHCHECK's command passes in a container of the image in which nothing else was started.
     * Absent without HEALTHCHECK.
     */
    passedAlone?: boolean | undefined;
    stop:
      | {
          signalled: boolean;
          graceful: boolean;
          ms: number;
          exitCode: number | undefined;
          /**
           * Process 1 has no handler for the stop signal, which the kernel then drops: it was killed without
           * waiting for its grace period.
           */ unhandled?: boolean;
        }
      | undefined;
    /** Absent where the exercise does not ask, or the container ended before it was asked to stop. */
    shutdown?: ObservedShutdown | undefined;
    /**
     * Just before the stop: the sum over the container's processes of the most memory each had resident at
     * once (VmHWM). Exact for one process; pages that several share count for each, and a process that ended
     * before is not in it.
     */
    peakResidentBytes: number | undefined;
  };
  /** Root filesystem read-only, /tmp a tmpfs, uid 10001, no capabilities. */
  hardened: ContainerObservation;
}

/** What became of one start of an image that is to end by itself. */
export interface JobOutcome {
  start: JobStart;
  ok: boolean;
  /** From its start to its end, or to where it was no longer waited for. */
  ms: number;
  /** Absent where it still ran, or could not be started. */
  exitCode: number | undefined;
  message: string;
}

/** What was seen on a node with a GPU. Gathered only where such a node runs the exercise. */
export interface GpuEvidence {
  /** As the driver names it, such as `NVIDIA A10G`. */
  device: string;
  /** Compute capability, such as `8.6`. */
  capability: string;
  /** Version of the node's driver, such as `550.54.14`. */
  driver: string;
  /** A stand-in took the GPU's place. */
  simulated: boolean;
  /**
   * The most GPU memory seen at once of the containers' processes, the driver's own part included; absent
   * where it was not told.
   */
  peakMemoryBytes?: number | undefined;
  /**
   * What the image's framework says when it is asked inside the container; undefined where none could be
   * asked.
   */
  framework:
    | {
        name: string;
        version: string;
        cudaAvailable: boolean;
        /** Such as `sm_80`; empty where it does not tell. */ archList: string[];
        error: string | undefined;
      }
    | undefined;
}

/** All a run measured. A missing part means it was not measured: its checks say `skipped`. */
export interface Evidence {
  dockerfile: string;
  context: BuildContext;
  cold?: BuildTrace;
  /** Absent where the exercise hands no secret to the build. */
  buildSecrets?: BuildSecretUse[];
  replays?: ReplayTrace[];
  image?: ImageEvidence;
  run?: RunEvidence;
  /** Of an image that is no service: one for each start, in the exercise's order. */
  job?: JobOutcome[];
  gpu?: GpuEvidence;
}
