/* A stand-in for the CUDA driver (libcuda.so.1), for runs when no node has a GPU. Its device's name says that it is simulated.
 * It keeps "device" memory in the process and computes a single kernel, the exercise's, on the CPU. It rejects all others.
 * Names, numbers and argument order are those of the CUDA Driver API (docs.nvidia.com/cuda/cuda-driver-api).
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef unsigned long long pointer;
enum { OK = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_INITIALIZED = 3, NO_DEVICE = 100, INVALID_DEVICE = 101, NO_BINARY_FOR_GPU = 209, INVALID_PTX = 218, NOT_FOUND = 500, NOT_SUPPORTED = 801 };
enum { CAPABILITY_MAJOR = 9, CAPABILITY_MINOR = 0, CUDA_VERSION = 12040 };

static int initialized;
static int context, kernel, module_loaded;

int cuGetErrorName(int status, const char **name) {
  static const struct { int status; const char *name; } names[] = {
    {OK, "CUDA_SUCCESS"}, {INVALID_VALUE, "CUDA_ERROR_INVALID_VALUE"}, {OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY"}, {NOT_INITIALIZED, "CUDA_ERROR_NOT_INITIALIZED"},
    {NO_DEVICE, "CUDA_ERROR_NO_DEVICE"}, {INVALID_DEVICE, "CUDA_ERROR_INVALID_DEVICE"}, {NO_BINARY_FOR_GPU, "CUDA_ERROR_NO_BINARY_FOR_GPU"}, {INVALID_PTX, "CUDA_ERROR_INVALID_PTX"},
    {NOT_FOUND, "CUDA_ERROR_NOT_FOUND"}, {NOT_SUPPORTED, "CUDA_ERROR_NOT_SUPPORTED"},
  };
  for (unsigned i = 0; i < sizeof names / sizeof *names; i++)
    if (names[i].status == status) { *name = names[i].name; return OK; }
  *name = 0;
  return INVALID_VALUE;
}

int cuDriverGetVersion(int *version) { *version = CUDA_VERSION; return OK; }

/* Like the real driver: the device node must open, and CUDA_VISIBLE_DEVICES may hide the device. */
int cuInit(unsigned flags) {
  const char *visible = getenv("CUDA_VISIBLE_DEVICES");
  int node = open("/dev/nvidia0", O_RDWR);
  if (node < 0) return NO_DEVICE;
  close(node);
  if (visible && strcmp(visible, "0") && strncmp(visible, "0,", 2) && strncmp(visible, "GPU-", 4)) return NO_DEVICE;
  initialized = 1;
  return flags == 0 ? OK : INVALID_VALUE;
}

int cuDeviceGetCount(int *count) { *count = initialized; return initialized ? OK : NOT_INITIALIZED; }

int cuDeviceGet(int *device, int ordinal) {
  if (!initialized) return NOT_INITIALIZED;
  *device = 0;
  return ordinal == 0 ? OK : INVALID_DEVICE;
}

int cuDeviceGetName(char *name, int length, int device) {
  (void)device;
  if (length < 1) return INVALID_VALUE;
  strncpy(name, "Simulated GPU", length - 1);
  name[length - 1] = 0;
  return OK;
}

int cuDeviceGetAttribute(int *value, int attribute, int device) {
  (void)device;
  if (attribute == 75) *value = CAPABILITY_MAJOR;
  else if (attribute == 76) *value = CAPABILITY_MINOR;
  else return NOT_SUPPORTED;
  return OK;
}

int cuDevicePrimaryCtxRetain(void **result, int device) { (void)device; *result = &context; return initialized ? OK : NOT_INITIALIZED; }
int cuCtxSetCurrent(void *current) { return current == &context ? OK : INVALID_VALUE; }
int cuCtxSynchronize(void) { return OK; }

int cuMemAlloc_v2(pointer *memory, size_t bytes) {
  *memory = (pointer)malloc(bytes);
  return *memory ? OK : OUT_OF_MEMORY;
}
int cuMemFree_v2(pointer memory) { free((void *)memory); return OK; }
int cuMemcpyHtoD_v2(pointer to, const void *from, size_t bytes) { memcpy((void *)to, from, bytes); return OK; }
int cuMemcpyDtoH_v2(void *to, pointer from, size_t bytes) { memcpy(to, (void *)from, bytes); return OK; }
int cuMemsetD32_v2(pointer to, unsigned value, size_t count) {
  for (size_t i = 0; i < count; i++) ((unsigned *)to)[i] = value;
  return OK;
}

/* PTX for an architecture later than the device's cannot be compiled for it. */
int cuModuleLoadData(void **module, const void *image) {
  const char *target = strstr(image, "\n.target sm_");
  if (!target) return INVALID_PTX;
  if (atoi(target + 12) > CAPABILITY_MAJOR * 10 + CAPABILITY_MINOR) return NO_BINARY_FOR_GPU;
  module_loaded = strstr(image, ".entry gradient(") != 0;
  *module = &module_loaded;
  return OK;
}

int cuModuleGetFunction(void **function, void *module, const char *name) {
  if (module != &module_loaded || strcmp(name, "gradient")) return NOT_FOUND;
  if (!module_loaded) return NOT_SUPPORTED;
  *function = &kernel;
  return OK;
}

/* Computes the exercise's gradient.ptx on the CPU. */
int cuLaunchKernel(void *function, unsigned gx, unsigned gy, unsigned gz, unsigned bx, unsigned by, unsigned bz, unsigned shared, void *stream, void **arguments, void **extra) {
  (void)gy, (void)gz, (void)by, (void)bz, (void)shared, (void)stream, (void)extra;
  if (function != &kernel) return NOT_SUPPORTED;
  const float *xs = (float *)*(pointer *)arguments[0], *ys = (float *)*(pointer *)arguments[1], *weights = (float *)*(pointer *)arguments[2];
  float *sums = (float *)*(pointer *)arguments[3];
  unsigned count = *(unsigned *)arguments[4];
  for (unsigned i = 0; i < count && i < gx * bx; i++) {
    float error = weights[0] * xs[i] + weights[1] - ys[i];
    sums[0] += error * xs[i];
    sums[1] += error;
  }
  return OK;
}
