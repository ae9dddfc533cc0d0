"""How a process manages GPU memory: it takes blocks from the driver, and keeps them for itself, like a framework."""
from gpu import Gpu


class Memory:
    """At most a fraction of the GPU's memory, reserved at once; or, if it grows, block by block when one is needed."""

    def __init__(self, device, fraction, grows):
        self.gpu = Gpu(device)
        self.limit, self.grows = int(fraction * self.gpu.total), grows
        self.reserved = 0
        self.free = []  # Address and size of each block.
        if not grows:
            self.reserve(self.limit)

    def reserve(self, size):
        self.free.append((self.gpu.allocate(size), size))
        self.reserved += size

    def take(self, part):
        """A block with this part of the GPU's memory."""
        size = int(part * self.gpu.total)
        if not any(free >= size for _, free in self.free) and self.grows and self.reserved + size <= self.limit:
            self.reserve(size)
        for index, (address, free) in enumerate(self.free):
            if free < size:
                continue
            # A block that was reserved for a purpose stays whole. What was reserved in advance is divided.
            rest = [] if self.grows else [(address + size, free - size)]
            self.free[index : index + 1] = rest
            self.write_both_ends(address, size)
            return address, free if self.grows else size
        raise MemoryError(f"out of memory: {part:.0%} of the GPU needed, {self.limit / self.gpu.total:.0%} allowed")

    def give_back(self, block):
        """Only to this process. The driver does not get it back."""
        self.free.append(block)
        if not self.grows:
            self.join()

    def join(self):
        joined = []
        for address, size in sorted(self.free):
            if joined and sum(joined[-1]) == address:
                joined[-1] = (joined[-1][0], joined[-1][1] + size)
            else:
                joined.append((address, size))
        self.free = joined

    def write_both_ends(self, address, size):
        for end in (address, address + size - 4):
            self.gpu.write(end, b"used")
            if self.gpu.read(end, 4) != b"used":
                raise MemoryError("the GPU returned different data")
