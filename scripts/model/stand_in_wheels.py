"""Writes the stand-ins for wheels of torch that the exercise gpu-compat installs.

Usage: stand_in_wheels.py FOLDER

Each has the name, the version and the metadata of a real build, and no CUDA: the real ones have gigabytes. The
bytes are the same at each run.
"""

import sys
import zipfile
from pathlib import Path

BUILDS = {"2.7.1": ["cpu", "cu118", "cu126", "cu128"], "2.11.0": ["cpu", "cu126", "cu128", "cu130"]}
SUMMARY = "Stand-in for an exercise: the metadata of this build of torch, without its code and libraries"


def files(version: str, build: str) -> dict[str, str]:
    cuda = None if build == "cpu" else f"{build[2:-1]}.{build[-1]}"
    info = f"torch-{version}+{build}.dist-info"
    texts = {
        "torch/__init__.py": f'"""{SUMMARY}."""\nfrom . import version\n\n__version__ = "{version}+{build}"\n',
        "torch/version.py": f"cuda = {cuda!r}\n",
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: torch\nVersion: {version}+{build}\nSummary: {SUMMARY}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nGenerator: stand-in\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = f"{info}/RECORD"
    return {**texts, record: "".join(f"{path},,\n" for path in [*texts, record])}


def main(folder: str) -> None:
    Path(folder).mkdir(parents=True, exist_ok=True)
    for version, builds in BUILDS.items():
        for build in builds:
            path = Path(folder) / f"torch-{version}+{build}-py3-none-any.whl"
            with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
                for name, text in files(version, build).items():
                    wheel.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), text)


if __name__ == "__main__":
    main(*sys.argv[1:])
