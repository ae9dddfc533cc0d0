import {
  type FileAnswer,
  type FileRequest,
  fileAnswerSchema,
  fileFailures,
  isFileName,
} from '@dfm/contracts/terminal-files';

/**
 * A request as the program in the sandbox reads it.
 *
 * @param connection of the page, whose uploads are its own
 */
export function fieldsOf(request: FileRequest, connection: number): (string | Uint8Array)[] {
  switch (request.kind) {
    case 'changes':
      return ['changes', ...request.known.flatMap(({ path, version }) => [path, version])];
    case 'read':
      return ['read', request.path, String(request.offset), request.version ?? ''];
    case 'part': {
      const { upload, offset, data } = request;
      return ['part', uploadName(connection, upload), String(offset), Buffer.from(data, 'base64')];
    }
    case 'save': {
      const { path, expected, upload, size } = request;
      return ['save', path, expected, uploadName(connection, upload), String(size)];
    }
    case 'rename':
      return ['rename', request.path, request.to];
    default:
      return [request.kind, request.path];
  }
}

const uploadName = (connection: number, upload: number) => `${connection} ${upload}`;

/** What the program has answered; undefined if that is no answer to this request. */
export function answerOf(
  request: FileRequest,
  [status, ...fields]: readonly Buffer[],
): FileAnswer | undefined {
  const code = String(status);
  const failure = fileFailures.find((reason) => reason === code);
  if (failure !== undefined) return { kind: 'failed', reason: failure };
  if (code !== 'ok') return undefined;
  const parsed = fileAnswerSchema.safeParse(contentsOf(request, fields));
  return parsed.success ? parsed.data : undefined;
}

function contentsOf(request: FileRequest, fields: readonly Buffer[]): unknown {
  switch (request.kind) {
    case 'list':
      return listOf(fields);
    case 'changes':
      return { kind: 'changed', paths: fields.map((position) => request.known[Number(position)]?.path) };
    case 'read': {
      const [version, size, bytes] = fields;
      return {
        kind: 'bytes',
        version: String(version),
        size: Number(size),
        data: bytes?.toString('base64'),
      };
    }
    case 'save':
      return { kind: 'saved', version: String(fields[0]) };
    default:
      return { kind: 'done' };
  }
}

function listOf([version, isCut, ...fields]: readonly Buffer[]): unknown {
  const entries: unknown[] = [];
  let unreadable = 0;
  for (let at = 0; at < fields.length; at += 3) {
    const [kind, isLink, bytes] = fields.slice(at, at + 3);
    const name = bytes && textOf(bytes);
    if (name === undefined || !isFileName(name)) unreadable += 1;
    else entries.push({ name, kind: String(kind), isLink: String(isLink) === '1' });
  }
  return { kind: 'entries', version: String(version), entries, isCut: String(isCut) === '1', unreadable };
}

/** Undefined if it is not UTF-8. */
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
