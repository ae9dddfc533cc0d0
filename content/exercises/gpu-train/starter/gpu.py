"""The CUDA driver through ctypes: one GPU, one kernel. No package to install; libcuda.so.1 comes from the host when the container starts."""
import ctypes


class Gpu:
    """The first GPU, with the kernel of a PTX file. Raises OSError if there is no driver, RuntimeError if a driver call fails."""

    def __init__(self, ptx_path, kernel):
        self.cuda = ctypes.CDLL("libcuda.so.1")
        self.call("cuInit", 0)
        device, context, module, self.kernel = ctypes.c_int(), ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p()
        self.call("cuDeviceGet", ctypes.byref(device), 0)
        name = ctypes.create_string_buffer(200)
        self.call("cuDeviceGetName", name, len(name), device)
        self.name = name.value.decode()
        self.call("cuDevicePrimaryCtxRetain", ctypes.byref(context), device)
        self.call("cuCtxSetCurrent", context)
        with open(ptx_path, "rb") as file:
            self.call("cuModuleLoadData", ctypes.byref(module), ctypes.c_char_p(file.read()))
        self.call("cuModuleGetFunction", ctypes.byref(self.kernel), module, kernel.encode())

    def call(self, function, *arguments):
        status = getattr(self.cuda, function)(*arguments)
        if status != 0:
            text = ctypes.c_char_p()
            self.cuda.cuGetErrorName(status, ctypes.byref(text))
            raise RuntimeError(f"{function}: {(text.value or str(status).encode()).decode()}")

    def floats(self, values):
        """Copies numbers to the GPU and returns their address."""
        host, memory = (ctypes.c_float * len(values))(*values), ctypes.c_uint64()
        self.call("cuMemAlloc_v2", ctypes.byref(memory), ctypes.c_size_t(ctypes.sizeof(host)))
        self.write(memory, values)
        return memory

    def write(self, memory, values):
        host = (ctypes.c_float * len(values))(*values)
        self.call("cuMemcpyHtoD_v2", memory, host, ctypes.c_size_t(ctypes.sizeof(host)))

    def read(self, memory, count):
        host = (ctypes.c_float * count)()
        self.call("cuMemcpyDtoH_v2", host, memory, ctypes.c_size_t(ctypes.sizeof(host)))
        return list(host)

    def launch(self, threads, *arguments):
        pointers = (ctypes.c_void_p * len(arguments))(*(ctypes.addressof(argument) for argument in arguments))
        blocks = (threads + 255) // 256
        self.call("cuLaunchKernel", self.kernel, blocks, 1, 1, 256, 1, 1, 0, None, pointers, None)
        self.call("cuCtxSynchronize")
