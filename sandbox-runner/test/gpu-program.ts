/**
 * A Dockerfile whose program reports the GPU that it reaches through the driver, and whose "framework" claims
 * to compute on it. Needs no package.
 */
export const gpuProgram = `FROM python:3.11-slim-bookworm
WORKDIR /srv
COPY <<EOF reach.py
import ctypes
cuda, name = ctypes.CDLL("libcuda.so.1"), ctypes.create_string_buffer(100)
status = cuda.cuInit(0) or cuda.cuDeviceGetName(name, 100, 0)
print("reached", name.value.decode() or status, flush=True)
EOF
COPY <<EOF torch.py
__version__ = "2.5.1"
class version: cuda = "12.4"
class cuda: get_arch_list = lambda: ["sm_75", "sm_90"]
class ones:
    def __init__(self, *args, device): pass
    def __mul__(self, factor): return self
    def sum(self): return self
    def item(self): return 16
EOF
RUN touch health
CMD python reach.py && exec python -m http.server 8000
`;
