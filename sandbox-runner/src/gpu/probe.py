"""Runs inside a started container. Reports how its framework, or the driver itself, sees the GPU, as one line of JSON.

Needs only Python 3. Reports only what it has tried: "usable" means that memory of the device was written and read back.
"""
import ctypes
import importlib.util
import json
import mmap
import os
import struct

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

    report = {"name": "torch", "version": torch.__version__, "cuda": torch.version.cuda, "cudaAvailable": False, "archList": list(torch.cuda.get_arch_list()), "error": None}
    try:
        report["cudaAvailable"] = bool((torch.ones(8, device="cuda") * 2).sum().item() == 16)
    except Exception as error:
        report["error"] = str(error)
    return report


def xgboost():
    import numpy
    import xgboost

    build = xgboost.build_info()
    version = build.get("CUDA_VERSION") if build.get("USE_CUDA") else None
    report = {
        "name": "XGBoost",
        "version": xgboost.__version__,
        "cuda": ".".join(map(str, version[:2])) if version else None,
        "cudaAvailable": False,
        "archList": architectures(build["libxgboost"]) if version else [],
        "error": None,
    }
    try:
        samples = numpy.arange(64, dtype=numpy.float32)
        # Without a GPU, XGBoost logs a warning, continues on the CPU, and changes this setting.
        trained = xgboost.train({"device": "cuda"}, xgboost.DMatrix(samples.reshape(-1, 1), label=samples), num_boost_round=1)
        device = json.loads(trained.save_config())["learner"]["generic_param"]["device"]
        report["cudaAvailable"] = device.startswith("cuda")
        report["error"] = None if report["cudaAvailable"] else f"it trained on the device {device}"
    except Exception as error:
        report["error"] = str(error)
    return report


def architectures(path):
    """Architectures of the kernels in an ELF file with 64 bits. They are in a section of fat binaries, each with one entry per architecture."""
    found = set()
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as elf:
        (table,), (size, count, names) = struct.unpack_from("<Q", elf, 0x28), struct.unpack_from("<HHH", elf, 0x3A)
        (names_at,) = struct.unpack_from("<Q", elf, table + names * size + 0x18)
        for section in range(table, table + count * size, size):
            (name,), (start, length) = struct.unpack_from("<I", elf, section), struct.unpack_from("<QQ", elf, section + 0x18)
            if elf[names_at + name : names_at + name + 11] != b".nv_fatbin\0":
                continue
            at = start
            while at + 16 <= start + length:
                magic, _, header, content = struct.unpack_from("<IHHQ", elf, at)
                if magic != 0xBA55ED50:  # Padding between two fat binaries.
                    at += 8
                    continue
                entry, at = at + header, at + header + content
                while entry + 32 <= at:
                    kind, entry_header, payload, architecture = struct.unpack_from("<H2xIQ12xI", elf, entry)
                    found.add(f"{'compute' if kind == 1 else 'sm'}_{architecture}")  # 1: PTX
                    entry += entry_header + payload
    return sorted(found, key=lambda each: (each.startswith("compute"), int(each.rpartition("_")[2])))


def framework():
    for name, query in (("torch", torch), ("xgboost", xgboost)):
        try:
            if importlib.util.find_spec(name) is not None:
                return query()
        except Exception as error:
            return {"name": name, "version": None, "cuda": None, "cudaAvailable": False, "archList": [], "error": str(error)}
    return None


print(json.dumps({"driver": driver(), "framework": framework()}), flush=True)
os._exit(0)
