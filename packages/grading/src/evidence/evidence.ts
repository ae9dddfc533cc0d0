import type { Attack, HttpProbe, JobStart, ServiceStart } from '@dfm/contracts';
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
   * For a step whose result existed before any build by a learner: the time it took when the course layers
   * were built.
   */
  courseMs?: number;
  error: string | undefined;
}

export interface BuildTrace {
  /** `cold` or the scenario's id. */
  build: string;
  totalMs: number;
  steps: TraceStep[];
  /** Layers of the image that this build created, in order, with their uncompressed sizes. */
  layers: { diffId: string; bytes: number }[];
  /**
   * Steps that were running when the build was stopped because its answer was known. It then created no
   * layers. Absent if the build was completed.
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
  /** Target of a hard link or symbolic link. */
  linkname?: string;
  /** Hex SHA-256 of a regular file's content. */
  sha256?: string;
}

export interface Layer {
  diffId: string;
  createdBy: string;
  entries: LayerEntry[];
  /** Size as stored in the archive with gzip or zstd; undefined if it is stored uncompressed. */
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

/**
 * A secret found in a layer (including files deleted later), in the config or in the history. Never contains
 * the secret itself.
 */
export interface SecretHit {
  rule: string;
  where: 'layer' | 'env' | 'label' | 'command' | 'healthcheck' | 'history';
  /** The layer that contains it; for a history entry, the layer that the entry created. */
  layer?: number;
  path?: string;
  /** If the file is packed, the name inside the archive, for each level; absent if it has no name there. */
  member?: string;
  /** It is in a file of an installed package, or in a package file, so others published it. */
  inPackage?: true;
  /** Name of the environment variable or label. */
  name?: string;
}

/**
 * A packed file, or a part of one, that was not searched for secrets because it is encrypted, damaged or of
 * an unknown kind, or because the limit was reached.
 */
export interface UnsearchedFile {
  path: string;
  member?: string;
  layer: number;
  reason: 'unreadable' | 'limit';
  /**
   * It belongs to an installed package or is in a package file. Packages contain damaged and encrypted
   * samples for their tests.
   */
  inPackage?: true;
}

/** A package that is installed according to the image's own records. */
export interface InstalledPackage {
  type: 'deb' | 'apk' | 'pypi' | 'npm';
  name: string;
  version: string;
  /** Only for system packages: `amd64`, `all`. */
  architecture?: string;
  /** The file that records it: a database, or the package's own metadata. Without a leading slash. */
  path: string;
  /** Index of the layer since which this version has been installed. */
  layer: number;
}

/** What a package URL (`pkg:deb/debian/curl@8.5.0-2`) identifies. */
export interface SbomComponent {
  /** `deb`, `pypi`, `cargo`, `generic`. */
  type: string;
  /** With the namespace: `debian/curl`. */
  name: string;
  version: string;
}

/** A list of components that is a file of the image. */
export interface Sbom {
  /** Without a leading slash. */
  path: string;
  components: SbomComponent[];
}

/** Why a package file was not read completely. */
export type PackageProblem = 'unreadable' | 'too-large' | 'too-many' | 'rpm-not-read';

export interface PackageInventory {
  /** Sorted by type, name, version and path. */
  packages: InstalledPackage[];
  notes: { path: string; layer: number; problem: PackageProblem }[];
  /** Absent if there are none. */
  sboms?: Sbom[];
  /** From os-release: `debian`, `12`. Undefined if the image has none. */
  distribution: { id: string; version: string | undefined } | undefined;
}

/**
 * A build secret found in the image, by the value that the runner generated for it. Never contains the value
 * itself.
 */
export interface CanaryHit extends Omit<SecretHit, 'rule'> {
  /** Id of the build secret. */
  secret: string;
  /** The encoding in which it was found; `escaped` is `%61%62…`, as in a URL. */
  form: 'plain' | 'base64' | 'hex' | 'escaped';
}

/** How the build used one secret of the exercise. A cached step counts as it did when it ran in this sandbox. */
export interface BuildSecretUse {
  id: string;
  /** Whether a step of the first build requested it. */
  asked: boolean;
  /** Set if a step of the first build printed it, with its line if known. */
  printed: { line: number | undefined } | undefined;
}

/**
 * Bytes of an image that a registry stores and a node pulls, before compression: every layer as a tar, with
 * headers, names, link targets, extended attributes and padding, and the configuration without its dates.
 * Building the same files twice gives the same number.
 */
interface TransferBytes {
  total: number;
  /** The part that belongs to layers of the base. */
  base: number;
}

export interface ImageEvidence {
  config: ImageConfig;
  layers: Layer[];
  /** Number of leading layers that belong to the base image (prefix of diff ids). */
  baseLayers: number;
  /** Size of a push or pull, before compression. Absent in evidence from before it was counted. */
  transfer?: TransferBytes;
  base: { reference: string; standIn: boolean } | undefined;
  secrets: SecretHit[];
  /** In the learner's layers. Absent if there are none. */
  unsearched?: UnsearchedFile[];
  /** Absent if the exercise gives no secret to the build. */
  canaries?: CanaryHit[];
  /**
   * Shared libraries that an installed native extension needs but the image does not have: path of the
   * extension → library names.
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

/** What was observed in one started container. */
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

/** The outcome of the image's HEALTHCHECK, run by the engine or in the same way as the engine. */
export interface HealthObservation {
  declared: boolean;
  status: 'none' | 'healthy' | 'unhealthy' | 'starting';
  /**
   * Earliest times, according to the settings, of the first check and of the first check of a ready service,
   * in milliseconds since the container started, regardless of the load on the node. Undefined if no
   * container started.
   */
  firstCheckMs: number | undefined;
  dueMs: number | undefined;
  /** Duration of a check that passed. */
  passedMs?: number | undefined;
  lastOutput: string;
}

/** The outcome of the HEALTHCHECK command while the processes of the service were stopped (SIGSTOP). */
export interface FrozenCheck {
  /** The command reported a service as healthy although it answered no requests. */
  passed: boolean;
  /** Duration of the command; undefined if it had not finished when the runner stopped waiting. */
  checkMs: number | undefined;
  /**
   * Maximum time until the engine reports unhealthy: retries × (interval + time the check takes to fail, at
   * most its timeout).
   */
  slowestMs: number;
}

/**
 * Whether a service that received the stop signal did what `shutdown` of the plan requires, observed from
 * outside the container.
 */
export interface ObservedShutdown {
  ok: boolean;
  /**
   * A clause about the service, such as `it answered 19 requests and left the last of them in
   * /tmp/rooms.json`.
   */
  message: string;
}

/** The memory of a service before and after many requests. */
export interface ObservedLoad {
  /** Requests between the measurements that were answered as expected. */
  requests: number;
  /** Resident memory of all its processes. Undefined if it could not be read. */
  beforeBytes: number | undefined;
  afterBytes: number | undefined;
  /** Why the load ended early: the first request that was not answered as expected. */
  failure?: string | undefined;
}

/** What a service reported after a file was removed that it needs to be ready. */
export interface ObservedLoss {
  /** It no longer reported to be ready. */
  noticed: boolean;
  /** It still reported to be alive. */
  alive: boolean;
}

/** What a service reported about being alive and ready, from its start on. */
export interface ObservedAlive {
  /** Time from its start until it first reported to be alive. */
  firstMs: number | undefined;
  /** It reported to be alive while it did not yet report to be ready. */
  beforeReady: boolean;
  /** It stopped reporting to be alive before it was ready. */
  lost: boolean;
  /** It reported both once it was ready. */
  afterwards: boolean;
}

export interface RunEvidence {
  /**
   * Started as the image defines, without new privileges and capabilities; or as the submission's options
   * say, if the exercise reads them.
   */
  normal: ContainerObservation & {
    health: HealthObservation;
    /** Absent if there is no HEALTHCHECK or the container had exited. */
    frozen?: FrozenCheck | undefined;
    /**
     * Whether the HEALTHCHECK command passes in a container of the image in which nothing else was started.
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
           * Process 1 has no handler for the stop signal, so the kernel drops the signal. The process was
           * killed without waiting for the grace period.
           */ unhandled?: boolean;
        }
      | undefined;
    /** Absent if the exercise does not require it, or if the service was never ready. */
    load?: ObservedLoad | undefined;
    /** Absent if the exercise does not require it, or if the container could not be started. */
    alive?: ObservedAlive | undefined;
    /** Absent if the exercise removes no file, or if the service was never ready. */
    loss?: ObservedLoss | undefined;
    /** Absent if the exercise does not require it, or if the container exited before the stop signal. */
    shutdown?: ObservedShutdown | undefined;
    /** Absent if the exercise makes none, empty if the service was not ready. */
    attacks?: AttackOutcome[] | undefined;
    /**
     * Sum, just before the stop, of the peak resident memory (VmHWM) of the container's processes. Exact for
     * one process. Shared pages count for each process, and processes that have exited are not included.
     */
    peakResidentBytes: number | undefined;
  };
  /** Root filesystem read-only, /tmp a tmpfs, uid 10001, no capabilities. */
  hardened: ContainerObservation;
  /**
   * Further starts, in the order of the exercise, up to the first in which the service was never ready. Empty
   * if it was not ready in `normal`. Absent if the exercise has no further starts.
   */
  starts?: StartOutcome[] | undefined;
}

/** The outcome of one further start of a service. */
export interface StartOutcome {
  start: ServiceStart;
  observed: ContainerObservation;
  /**
   * What a new container with the kept volume answered. Absent if the start keeps nothing, or was never
   * ready.
   */
  afterwards?: ContainerObservation | undefined;
}

/** The outcome of one attack on the running service. */
export interface AttackOutcome {
  attack: Attack;
  /** `untested` if it fails even in a container without any protection. */
  result: 'stopped' | 'succeeded' | 'untested';
  /** A clause about the attack, such as `it failed: Read-only file system`. */
  message: string;
}

/** The outcome of one start of an image that is expected to exit by itself. */
export interface JobOutcome {
  start: JobStart;
  ok: boolean;
  /** From its start to its end, or until the runner stopped waiting. */
  ms: number;
  /** Absent if it was still running, or could not be started. */
  exitCode: number | undefined;
  message: string;
}

/** What was observed on a node with a GPU. Collected only if such a node runs the exercise. */
export interface GpuEvidence {
  /** Name given by the driver, such as `NVIDIA A10G`. */
  device: string;
  /** Compute capability, such as `8.6`. */
  capability: string;
  /** Version of the driver on the node, such as `550.54.14`. */
  driver: string;
  /** A simulated GPU was used. */
  simulated: boolean;
  /**
   * Peak GPU memory of the container's processes, including the driver's own share; absent if it was not
   * reported.
   */
  peakMemoryBytes?: number | undefined;
  /**
   * What a program in the container gets from the driver's interface: whether it could write the device's
   * memory and read it back. Undefined if the container could not be probed.
   */
  driverInside: { usable: boolean; error: string | undefined } | undefined;
  /**
   * What the framework in the image reports inside the container; undefined if there is no framework to
   * query.
   */
  framework:
    | {
        name: string;
        /** Undefined if it cannot be loaded. */
        version: string | undefined;
        /** The CUDA version that it was built for, such as `12.8`; undefined for a build without CUDA. */
        cuda: string | undefined;
        /** Whether it computed on the GPU. Never on a simulated one, which runs no code of a framework. */
        cudaAvailable: boolean;
        /** Such as `sm_80`; empty if the framework does not report it. */
        archList: string[];
        error: string | undefined;
      }
    | undefined;
}

/** Everything that a run measured. A missing part was not measured, and its checks are `skipped`. */
export interface Evidence {
  dockerfile: string;
  context: BuildContext;
  cold?: BuildTrace;
  /** Absent if the exercise gives no secret to the build. */
  buildSecrets?: BuildSecretUse[];
  replays?: ReplayTrace[];
  image?: ImageEvidence;
  run?: RunEvidence;
  /** For an image that is not a service: one for each start, in the order of the exercise. */
  job?: JobOutcome[];
  gpu?: GpuEvidence;
}
