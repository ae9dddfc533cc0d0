/** The Dockerfile and files of a build that runs a program. */
export interface BuildProgram {
  dockerfile: string;
  files: Readonly<Record<string, string>>;
}

export const python = 'FROM python:3.11-slim-bookworm\n';

/** A build step that runs this Python program. */
export function step(program: string, after = ''): BuildProgram {
  return {
    dockerfile: `${python}COPY try.py .\nRUN python -u try.py\n${after}`,
    files: { 'try.py': program },
  };
}

/** Prints "opened" for each attempt that succeeds and "denied" for each that fails. */
export const attempts = (lines: string): string => `import ctypes, os, socket
libc = ctypes.CDLL(None, use_errno=True)
def attempt(name, work):
    try:
        print("opened", name, work())
    except Exception as error:
        print("denied", name, error)
def call(number, *arguments):
    result = libc.syscall(number, *arguments)
    if result < 0: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
def mount(kind, where, flags=0, data=None):
    os.makedirs(where, exist_ok=True)
    if libc.mount(b"none", where.encode(), kind.encode(), flags, data) < 0: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
def write(path, text):
    with open(path, "w") as file: file.write(text)
${lines}`;

/** What the attempts of a build opened, from its complete output. Undefined if it did not attempt anything. */
export function openedIn(log: string): string[] | undefined {
  const lines = log.split('\n');
  if (!lines.some((line) => /^(?:opened|denied)/.test(line))) return undefined;
  return lines.filter((line) => line.startsWith('opened'));
}
