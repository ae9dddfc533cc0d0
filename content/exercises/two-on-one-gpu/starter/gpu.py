"""Memory of a GPU, through the interface of the CUDA driver. No package to install: libcuda.so.1 comes from the host."""
import ctypes

OUT_OF_MEMORY = 2  # CUDA_ERROR_OUT_OF_MEMORY


class Gpu:
    """A GPU of the container, by its number there."""

    def __init__(self, number):
        self.cuda = ctypes.CDLL("libcuda.so.1")
        device, context, total = ctypes.c_int(), ctypes.c_void_p(), ctypes.c_size_t()
        self.call("cuInit", 0)
        self.call("cuDeviceGet", ctypes.byref(device), number)
        # CUDA keeps memory of its own for each process.
        self.call("cuDevicePrimaryCtxRetain", ctypes.byref(context), device)
        self.call("cuCtxSetCurrent", context)
        self.call("cuMemGetInfo_v2", ctypes.byref(ctypes.c_size_t()), ctypes.byref(total))
        self.total = total.value

    def call(self, function, *arguments):
        status = getattr(self.cuda, function)(*arguments)
        if status != 0:
            text = ctypes.c_char_p()
            self.cuda.cuGetErrorName(status, ctypes.byref(text))
            error = MemoryError if status == OUT_OF_MEMORY else RuntimeError
            raise error(f"{function}: {(text.value or str(status).encode()).decode()}")

    def allocate(self, size):
        address = ctypes.c_uint64()
        self.call("cuMemAlloc_v2", ctypes.byref(address), ctypes.c_size_t(size))
        return address.value

    def write(self, address, data):
        self.call("cuMemcpyHtoD_v2", ctypes.c_uint64(address), data, ctypes.c_size_t(len(data)))

    def read(self, address, size):
        data = ctypes.create_string_buffer(size)
        self.call("cuMemcpyDtoH_v2", data, ctypes.c_uint64(address), ctypes.c_size_t(size))
        return data.raw
