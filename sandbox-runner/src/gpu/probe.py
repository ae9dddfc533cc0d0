"""Runs inside a started container. Reports how its framework, or the driver itself, sees the GPU, as one line of JSON.

Needs only Python 3. Reports only what it has tried: "usable" means that memory of the device was written and read back.
"""
import ctypes
import glob
import importlib.util
import json
import os
import re

CAPABILITY_MAJOR, CAPABILITY_MINOR = 75, 76  # CUdevice_attribute


def driver():
    """Tries the CUDA driver through its own interface (libcuda.so.1)."""
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

    report = {"version": None, "usable": False, "error": None}
    try:
        version, count, device, major, minor = (ctypes.c_int() for _ in range(5))
        call("cuDriverGetVersion", ctypes.byref(version))
        report["version"] = f"{version.value // 1000}.{version.value % 1000 // 10}"
        call("cuInit", 0)
        call("cuDeviceGetCount", ctypes.byref(count))
        if count.value == 0:
            raise RuntimeError("the driver shows no device")
        call("cuDeviceGet", ctypes.byref(device), 0)
        name = ctypes.create_string_buffer(200)
        call("cuDeviceGetName", name, len(name), device)
        call("cuDeviceGetAttribute", ctypes.byref(major), CAPABILITY_MAJOR, device)
        call("cuDeviceGetAttribute", ctypes.byref(minor), CAPABILITY_MINOR, device)
        report["device"], report["capability"] = name.value.decode(), f"{major.value}.{minor.value}"
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
            raise RuntimeError("the data read back from the device's memory is different from what was written")
        report["usable"] = True
    except (RuntimeError, AttributeError) as error:
        report["error"] = str(error)
    return report


def torch():
    import torch

    report = {"name": "torch", "version": torch.__version__, "cudaAvailable": False, "archList": list(torch.cuda.get_arch_list()), "error": None}
    try:
        report["cudaAvailable"] = bool((torch.ones(8, device="cuda") * 2).sum().item() == 16)
    except Exception as error:
        report["error"] = str(error)
    return report


def kernels():
    """Target architectures of the PTX next to the program. The driver compiles it for that architecture or a later one."""
    targets = set()
    for path in glob.glob("**/*.ptx", recursive=True)[:20]:
        with open(path, errors="replace") as file:
            targets.update(re.findall(r"^\.target\s+sm_(\d+[a-z]?)", file.read(65536), re.MULTILINE))
    return sorted(f"compute_{target}" for target in targets)


def framework(report):
    try:
        if importlib.util.find_spec("torch") is not None:
            return torch()
    except Exception as error:
        return {"name": "torch", "version": "?", "cudaAvailable": False, "archList": [], "error": str(error)}
    return {"name": "CUDA driver", "version": report["version"] or "?", "cudaAvailable": report["usable"], "archList": kernels(), "error": report["error"]}


report = driver()
print(json.dumps({"driver": report, "framework": framework(report)}), flush=True)
os._exit(0)
