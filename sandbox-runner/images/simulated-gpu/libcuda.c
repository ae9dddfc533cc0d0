/* A stand-in for the CUDA driver (libcuda.so.1), for runs when no node has a GPU. Its device's name says that it is simulated.
 * It keeps "device" memory in the process and counts it for all processes of the container together. It has none
 * of the functions that load and start kernels: no program can compute on it. The CUDA runtime in a framework reports an error for
 * such a driver, and the framework finds no GPU.
 * Names, numbers and argument order are those of the CUDA Driver API (docs.nvidia.com/cuda/cuda-driver-api).
 */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

typedef unsigned long long pointer;
enum { OK = 0, INVALID_VALUE = 1, OUT_OF_MEMORY = 2, NOT_INITIALIZED = 3, NO_DEVICE = 100, INVALID_DEVICE = 101, OPERATING_SYSTEM = 304, NOT_SUPPORTED = 801 };
enum { CAPABILITY_MAJOR = 9, CAPABILITY_MINOR = 0, CUDA_VERSION = 12040, MEMORY_MIB = 1024, CONTEXT_MIB = 32, MIB = 1 << 20 };

static int initialized;
static int context;

/* A locked byte of this file for each MiB in use: the kernel removes the locks of a process that ends. */
static int memory = -1;
/* What each MiB of this process belongs to: its context or an allocation. 0: not in use by this process. */
static pointer owners[MEMORY_MIB];

static int lock(int mib, short type) {
  struct flock range = {.l_type = type, .l_whence = SEEK_SET, .l_start = mib, .l_len = 1};
  return fcntl(memory, F_SETLK, &range) == 0;
}

static void release(pointer owner) {
  for (int mib = 0; mib < MEMORY_MIB; mib++)
    if (owners[mib] == owner) { lock(mib, F_UNLCK); owners[mib] = 0; }
}

static int reserve(pointer owner, size_t count) {
  for (int mib = 0; mib < MEMORY_MIB && count > 0; mib++)
    if (!owners[mib] && lock(mib, F_WRLCK)) { owners[mib] = owner; count--; }
  if (count == 0) return OK;
  release(owner);
  return OUT_OF_MEMORY;
}

int cuGetErrorName(int status, const char **name) {
  static const struct { int status; const char *name; } names[] = {
    {OK, "CUDA_SUCCESS"}, {INVALID_VALUE, "CUDA_ERROR_INVALID_VALUE"}, {OUT_OF_MEMORY, "CUDA_ERROR_OUT_OF_MEMORY"}, {NOT_INITIALIZED, "CUDA_ERROR_NOT_INITIALIZED"},
    {NO_DEVICE, "CUDA_ERROR_NO_DEVICE"}, {INVALID_DEVICE, "CUDA_ERROR_INVALID_DEVICE"}, {OPERATING_SYSTEM, "CUDA_ERROR_OPERATING_SYSTEM"},
    {NOT_SUPPORTED, "CUDA_ERROR_NOT_SUPPORTED"},
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
  if (memory < 0) {
    memory = open("/dev/shm/simulated-gpu-memory", O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (memory < 0) return OPERATING_SYSTEM;
    fchmod(memory, 0666);
  }
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

int cuDevicePrimaryCtxRetain(void **result, int device) {
  static int retained;
  (void)device;
  if (!initialized) return NOT_INITIALIZED;
  if (!retained && reserve((pointer)&context, CONTEXT_MIB)) return OUT_OF_MEMORY;
  retained = 1;
  *result = &context;
  return OK;
}
int cuCtxSetCurrent(void *current) { return current == &context ? OK : INVALID_VALUE; }

int cuMemGetInfo_v2(size_t *available, size_t *total) {
  if (!initialized) return NOT_INITIALIZED;
  *total = (size_t)MEMORY_MIB * MIB;
  *available = 0;
  for (int mib = 0; mib < MEMORY_MIB; mib++) {
    struct flock range = {.l_type = F_WRLCK, .l_whence = SEEK_SET, .l_start = mib, .l_len = 1};
    if (!owners[mib] && fcntl(memory, F_GETLK, &range) == 0 && range.l_type == F_UNLCK) *available += MIB;
  }
  return OK;
}
int cuMemAlloc_v2(pointer *result, size_t bytes) {
  if (!initialized) return NOT_INITIALIZED;
  if (bytes == 0) return INVALID_VALUE;
  *result = (pointer)malloc(bytes);
  if (*result && reserve(*result, (bytes + MIB - 1) / MIB) == OK) return OK;
  free((void *)*result);
  return OUT_OF_MEMORY;
}
int cuMemFree_v2(pointer address) { release(address); free((void *)address); return OK; }
int cuMemcpyHtoD_v2(pointer to, const void *from, size_t bytes) { memcpy((void *)to, from, bytes); return OK; }
int cuMemcpyDtoH_v2(void *to, pointer from, size_t bytes) { memcpy(to, (void *)from, bytes); return OK; }
int cuMemsetD32_v2(pointer to, unsigned value, size_t count) {
  for (size_t i = 0; i < count; i++) ((unsigned *)to)[i] = value;
  return OK;
}
