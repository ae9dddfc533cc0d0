"""Asked inside a started container: what does its framework, or the driver itself, make of the GPU? Prints one line of JSON.

Needs Python 3 alone. Says nothing that it did not try: "usable" means that memory of the device was written and read back.
"""
import ctypes
import glob
import importlib.util
import json
import os
import re

CAPABILITY_MAJOR, CAPABILITY_MINOR = 75, 76  # CUdevice_attribute


def driver():
    """The CUDA driver by its own interface (libcuda.so.1)."""
    try:
        cuda = ctypes.CDLL("libcuda.so.1")
    except OSError as error:
        return {"version": None, "usable": False, "error": f"libcuda.so.1 cannot be loaded: {error}"}

    def call(name, *arguments):
        status = getattr(cuda, name)(*arguments)
        if status != 0:
            text = ctypes.c_char_p()
            cuda.cuGetErrorName(status, ctypes.byref(text))
            raise RuntimeError(f"{name}: {(text.value or str(status).encode()).decode()}")

    said = {"version": None, "usable": False, "error": None}
    try:
        version, count, device, major, minor = (ctypes.c_int() for _ in range(5))
        call("cuDriverGetVersion", ctypes.byref(version))
        said["version"] = f"{version.value // 1000}.{version.value % 1000 // 10}"
        call("cuInit", 0)
        call("cuDeviceGetCount", ctypes.byref(count))
        if count.value == 0:
            raise RuntimeError("the driver shows no device")
        call("cuDeviceGet", ctypes.byref(device), 0)
        name = ctypes.create_string_buffer(200)
        call("cuDeviceGetName", name, len(name), device)
        call("cuDeviceGetAttribute", ctypes.byref(major), CAPABILITY_MAJOR, device)
        call("cuDeviceGetAttribute", ctypes.byref(minor), CAPABILITY_MINOR, device)
        said["device"], said["capability"] = name.value.decode(), f"{major.value}.{minor.value}"
        context = ctypes.c_void_p()
        call("cuDevicePrimaryCtxRetain", ctypes.byref(context), device)
        call("cuCtxSetCurrent", context)
        words = 1024
        memory = ctypes.c_uint64()
        call("cuMemAlloc_v2", ctypes.byref(memory), ctypes.c_size_t(4 * words))
        call("cuMemsetD32_v2", memory, ctypes.c_uint(0xC0FFEE), ctypes.c_size_t(words))
        back = (ctypes.c_uint * words)()
        call("cuMemcpyDtoH_v2", back, memory, ctypes.c_size_t(4 * words))
        call("cuMemFree_v2", memory)
        if set(back) != {0xC0FFEE}:
            raise RuntimeError("what was written to the device's memory did not come back")
        said["usable"] = True
    except (RuntimeError, AttributeError) as error:
        said["error"] = str(error)
    return said


def torch():
    import torch

    said = {"name": "torch", "version": torch.__version__, "cudaAvailable": False, "archList": list(torch.cuda.get_arch_list()), "error": None}
    try:
        said["cudaAvailable"] = bool((torch.ones(8, device="cuda") * 2).sum().item() == 16)
    except Exception as error:
        said["error"] = str(error)
    return said


def kernels():
    """What the PTX beside the program is written for: the driver compiles it for that architecture or a later one."""
    targets = set()
    for path in glob.glob("**/*.ptx", recursive=True)[:20]:
        with open(path, errors="replace") as file:
            targets.update(re.findall(r"^\.target\s+sm_(\d+[a-z]?)", file.read(65536), re.MULTILINE))
    return sorted(f"compute_{target}" for target in targets)


def framework(said):
    try:
        if importlib.util.find_spec("torch") is not None:
            return torch()
    except Exception as error:
        return {"name": "torch", "version": "?", "cudaAvailable": False, "archList": [], "error": str(error)}
    return {"name": "CUDA driver", "version": said["version"] or "?", "cudaAvailable": said["usable"], "archList": kernels(), "error": said["error"]}


said = driver()
print(json.dumps({"driver": said, "framework": framework(said)}), flush=True)
os._exit(0)
