"""Prepares batches in worker processes and passes them on in shared memory, like PyTorch's DataLoader."""
import mmap
import random
import signal
import time
from array import array
from multiprocessing import Process, Queue
from pathlib import Path

IMAGES, PIXELS = 64, 3 * 112 * 112
BYTES = IMAGES * PIXELS
SHARED = Path("/dev/shm")


def pixels(seed, index):
    """Stands for reading and decoding the images of a batch."""
    return random.Random(f"{seed}-{index}").randbytes(BYTES)


def work(seed, dtype, orders, ready):
    while (index := orders.get()) is not None:
        data = pixels(seed, index)
        if dtype == "int32":
            wide = bytearray(4 * BYTES)
            wide[::4] = data
            data = wide
        with (SHARED / f"batch-{index}").open("w+b") as file:
            file.truncate(len(data))
            with mmap.mmap(file.fileno(), len(data)) as memory:
                memory[:] = data
        ready.put(index)


class Loader:
    """Yields `count` batches. Each worker prepares `prefetch` batches in advance."""

    def __init__(self, seed, count, workers, prefetch, dtype):
        self.count, self.dtype, self.ready = count, dtype, Queue()
        self.orders = [Queue() for _ in range(workers)]
        self.workers = [Process(target=work, args=(seed, dtype, each, self.ready), daemon=True) for each in self.orders]
        self.ahead = workers * prefetch

    def __iter__(self):
        for worker in self.workers:
            worker.start()
        for index in range(min(self.ahead, self.count)):
            self.order(index)
        self.wait_for_workers()
        for done in range(self.count):
            index = self.ready.get()
            if done + self.ahead < self.count:
                self.order(done + self.ahead)
            path = SHARED / f"batch-{index}"
            yield path.read_bytes() if self.dtype == "uint8" else array("i", path.read_bytes())
            path.unlink()
        for orders in self.orders:
            orders.put(None)

    def order(self, index):
        self.orders[index % len(self.orders)].put(index)

    def wait_for_workers(self):
        """The first step of a training takes long. Meanwhile, the workers prepare all batches that they may."""
        while self.ready.qsize() < min(self.ahead, self.count):
            time.sleep(0.05)
            for worker in self.workers:
                code = worker.exitcode
                if code is not None:
                    raise SystemExit(f"a worker ended: {f'exit code {code}' if code >= 0 else signal.strsignal(-code)}")
