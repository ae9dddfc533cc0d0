"""Writes content/data/cuda-wheels.json: what pip downloads and unpacks for frameworks with CUDA, by package.

No wheel is downloaded. The list of files at the end of each one, its metadata and its size are read by range
requests from the package index that pip is configured to use.

    python3 scripts/cuda-wheels.py
"""
import io
import json
import os
import subprocess
import sys
import urllib.request
import zipfile
from datetime import date
from email.parser import Parser
from pathlib import Path

from pip._vendor.packaging.requirements import Requirement
from pip._vendor.packaging.specifiers import SpecifierSet
from pip._vendor.packaging.tags import compatible_tags, cpython_tags
from pip._vendor.packaging.utils import canonicalize_name, parse_wheel_filename

# The first two are the newest release of torch, and one for a different major version of CUDA.
INSTALLS = ["torch==2.15.0", "torch==2.10.0", "onnxruntime-gpu[cuda,cudnn]==1.31.1", "onnxruntime==1.31.1"]
LARGEST_FILES = 8

# CPython 3.11 on x86-64, for glibc up to 2.36: the images of the course.
PYTHON = (3, 11)
PLATFORMS = [f"manylinux_2_{minor}_x86_64" for minor in range(36, 4, -1)] + [
    f"manylinux{year}_x86_64" for year in (2014, 2010, 1)
]
TAGS = {*cpython_tags(PYTHON, platforms=PLATFORMS), *compatible_tags(PYTHON, "cp311", PLATFORMS)}
ENVIRONMENT = {
    "implementation_name": "cpython",
    "os_name": "posix",
    "platform_machine": "x86_64",
    "platform_system": "Linux",
    "python_full_version": "3.11.2",
    "python_version": "3.11",
    "sys_platform": "linux",
}


def index_url():
    configured = subprocess.run(
        [sys.executable, "-m", "pip", "config", "get", "global.index-url"], capture_output=True, text=True
    ).stdout.strip()
    return (os.environ.get("PIP_INDEX_URL") or configured or "https://pypi.org/simple").rstrip("/")


INDEX = index_url()


class RemoteFile(io.RawIOBase):
    """A file on a web server of which only the parts that are read are transferred."""

    def __init__(self, url, size):
        self.url, self.size, self.position = url, size, 0

    def readable(self):
        return True

    def seekable(self):
        return True

    def tell(self):
        return self.position

    def seek(self, offset, whence=io.SEEK_SET):
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self.position, io.SEEK_END: self.size}[whence]
        self.position = start + offset
        return self.position

    def readinto(self, buffer):
        count = min(len(buffer), self.size - self.position)
        if count <= 0:
            return 0
        end = self.position + count - 1
        request = urllib.request.Request(self.url, headers={"Range": f"bytes={self.position}-{end}"})
        with urllib.request.urlopen(request, timeout=60) as response:
            if response.status != 206:
                raise OSError(f"{self.url}: the server does not send parts of a file")
            data = response.read()
        buffer[: len(data)] = data
        self.position += len(data)
        return len(data)


def wheels(name, specifiers):
    """The wheels that pip could install, with their versions and build numbers, by which it orders them."""
    accept = {"Accept": "application/vnd.pypi.simple.v1+json"}
    with urllib.request.urlopen(urllib.request.Request(f"{INDEX}/{name}/", headers=accept), timeout=60) as page:
        files = json.load(page)["files"]
    for file in files:
        if not file["filename"].endswith(".whl") or file.get("yanked"):
            continue
        _, version, build, tags = parse_wheel_filename(file["filename"])
        for_python = SpecifierSet(file.get("requires-python") or "").contains(ENVIRONMENT["python_full_version"])
        if for_python and not tags.isdisjoint(TAGS) and specifiers.contains(version):
            yield version, build, file


def read_wheel(name, version, file):
    """The sizes of a wheel, its files with their sizes, and its requirements."""
    remote = io.BufferedReader(RemoteFile(file["url"], file["size"]), 1 << 16)
    with zipfile.ZipFile(remote) as archive:
        entries = archive.infolist()
        metadata = next(entry for entry in entries if entry.filename.endswith(".dist-info/METADATA"))
        headers = Parser().parsestr(archive.read(metadata).decode())
    return {
        "package": {
            "name": name,
            "version": str(version),
            "wheelBytes": file["size"],
            "unpackedBytes": sum(entry.file_size for entry in entries),
        },
        "files": [{"path": entry.filename, "bytes": entry.file_size} for entry in entries],
        "requires": [Requirement(text) for text in headers.get_all("Requires-Dist") or []],
    }


def install(requirement):
    """What pip installs for a requirement. Begins again with what did not fit, until everything fits."""
    pinned = {}
    while True:
        chosen, wanted = choose(requirement, pinned)
        unfit = {name: spec for name, spec in wanted.items() if not spec.contains(chosen[name]["version"])}
        if not unfit:
            break
        if unfit.keys() <= pinned.keys():
            raise SystemExit(f"{requirement}: nothing fits {unfit}")
        pinned |= unfit
    packages = [entry["package"] for entry in chosen.values()]
    files = [file for entry in chosen.values() for file in entry["files"]]
    print(f"{requirement}: {len(packages)} packages", file=sys.stderr)
    return {
        "requirement": requirement,
        "packages": sorted(packages, key=lambda one: -one["unpackedBytes"]),
        "largestFiles": sorted(files, key=lambda one: -one["bytes"])[:LARGEST_FILES],
    }


def choose(requirement, pinned):
    """For each package that a requirement needs, the newest version that fits what was known when it was met."""
    chosen, wanted = {}, dict(pinned)
    waiting, seen = [Requirement(requirement)], set()
    while waiting:
        needed = waiting.pop()
        if str(needed) in seen:
            continue
        seen.add(str(needed))
        name = canonicalize_name(needed.name)
        wanted[name] = wanted.get(name, SpecifierSet()) & needed.specifier
        if name not in chosen:
            version, _, file = max(wheels(name, wanted[name]), key=lambda found: found[:2])
            chosen[name] = {**read_wheel(name, version, file), "version": version}
        for extra in needed.extras or {""}:
            environment = {**ENVIRONMENT, "extra": extra}
            waiting += [
                dependency
                for dependency in chosen[name]["requires"]
                if dependency.marker is None or dependency.marker.evaluate(environment)
            ]
    return chosen, {name: spec for name, spec in wanted.items() if name in chosen}


facts = {
    "version": 1,
    "recordedOn": date.today().isoformat(),
    "installs": [install(requirement) for requirement in INSTALLS],
}
target = Path(__file__).parent.parent / "content/data/cuda-wheels.json"
target.write_text(f"{json.dumps(facts, indent=2)}\n")
