import type { ContextFile } from '@dfm/contracts';
import type { ServerDuplexStream, ServiceDefinition, UntypedServiceImplementation } from '@grpc/grpc-js';
import protobuf from 'protobufjs';

/**
 * The wire format of BuildKit's file transfer (tonistiigi/fsutil, types/wire.proto and types/stat.proto). A
 * sender lists all paths in order, which numbers them, followed by an empty `stat`. The receiver requests
 * files by number and gets each as `data` packets that end with an empty one. Finally, both send `fin`.
 */
const schema = `
syntax = "proto3";
message Stat { string path = 1; uint32 mode = 2; int64 size = 5; int64 modTime = 6; }
message Packet { int32 type = 1; Stat stat = 2; uint32 ID = 3; bytes data = 4; }
`;
const packetType = protobuf.parse(schema, { keepCase: true }).root.lookupType('Packet');
const kinds = { stat: 0, request: 1, data: 2, fin: 3, error: 4 } as const;

interface Packet {
  type: number;
  stat?: { path: string; mode: number; size: number; modTime: number };
  ID?: number;
  data?: Uint8Array;
}

/** Mode of a folder in Go's `os.FileMode`. */
const folderMode = 0x8000_0000 + 0o755;
/** A gRPC message is limited to 4 MiB by default. */
const pieceBytes = 1024 * 1024;

const serialize = (packet: Packet): Buffer => Buffer.from(packetType.encode(packet).finish());
const deserialize = (bytes: Buffer): Packet => packetType.decode(bytes) as unknown as Packet;

export const fileSyncMethod = '/moby.filesync.v1.FileSync/DiffCopy';

export const fileSyncService: ServiceDefinition = {
  DiffCopy: {
    path: fileSyncMethod,
    requestStream: true,
    responseStream: true,
    requestSerialize: serialize,
    requestDeserialize: deserialize,
    responseSerialize: serialize,
    responseDeserialize: deserialize,
  },
};

/**
 * Answers BuildKit's requests for the folders of a build by name. Ignores the patterns in a request, because
 * the folders already contain only the selected files.
 */
export function fileSync(folders: ReadonlyMap<string, readonly ContextFile[]>): UntypedServiceImplementation {
  return {
    DiffCopy(call: ServerDuplexStream<Packet, Packet>) {
      const [name = ''] = call.metadata.get('dir-name');
      sendFolder(call, entriesOf(folders.get(String(name)) ?? []));
    },
  };
}

interface Entry {
  path: string;
  mode: number;
  content: Buffer | undefined;
}

function sendFolder(call: ServerDuplexStream<Packet, Packet>, entries: readonly Entry[]): void {
  const requested = new Set<number>();
  call.on('error', () => call.end());
  call.on('data', ({ type, ID = 0 }: Packet) => {
    // Each file is sent once, so at most the complete context waits for the engine to read it.
    if (type === kinds.request && !requested.has(ID)) {
      requested.add(ID);
      const content = entries[ID]?.content ?? Buffer.alloc(0);
      for (let at = 0; at < content.length; at += pieceBytes)
        call.write({ type: kinds.data, ID, data: content.subarray(at, at + pieceBytes) });
      call.write({ type: kinds.data, ID });
    } else if (type === kinds.fin) {
      call.write({ type: kinds.fin });
      call.end();
    } else call.end();
  });
  // Modification times are not part of BuildKit's cache keys; a constant one keeps transfers comparable.
  for (const { path, mode, content } of entries)
    call.write({ type: kinds.stat, stat: { path, mode, size: content?.length ?? 0, modTime: 0 } });
  call.write({ type: kinds.stat });
}

/**
 * Files and their folders, in the order that the receiver requires: by bytes, with a folder's content right
 * after the folder.
 */
function entriesOf(files: readonly ContextFile[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const { path, data, encoding, mode } of files) {
    for (const folder of foldersOf(path))
      entries.set(folder, { path: folder, mode: folderMode, content: undefined });
    entries.set(path, { path, mode, content: Buffer.from(data, encoding) });
  }
  const key = ({ path }: Entry) => Buffer.from(path.replaceAll('/', '\0'));
  return [...entries.values()].sort((a, b) => Buffer.compare(key(a), key(b)));
}

function foldersOf(path: string): string[] {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, index) => parts.slice(0, index + 1).join('/'));
}
