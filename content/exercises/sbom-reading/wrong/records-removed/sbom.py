"""Prints a CycloneDX document with everything that is known to be in the image."""

import json
import re
import subprocess
import sysconfig
from importlib.metadata import distributions
from pathlib import Path
from urllib.parse import quote

components = {}


def add(name, version, purl):
    components[purl] = {"type": "library", "name": name, "version": version, "purl": purl}


# What apt has installed, according to the database of dpkg.
query = ["dpkg-query", "--show", "--showformat", "${Package} ${Version}\n"]
for line in subprocess.run(query, capture_output=True, text=True, check=True).stdout.splitlines():
    name, version = line.split()
    add(name, version, f"pkg:deb/debian/{quote(name)}@{quote(version)}")

# What pip has installed.
for package in distributions():
    add(package.name, package.version, f"pkg:pypi/{package.name.lower()}@{package.version}")

# What was compiled into the wheels, as far as their authors have listed it.
for path in Path(sysconfig.get_path("platlib")).glob("*.dist-info/sboms/*.json"):
    for component in json.loads(path.read_text())["components"]:
        add(component["name"], component["version"], component["purl"])

# What was copied, so that only the copy itself has a version.
copied = Path("/app/canonical.py").read_text()
version = re.search(r'__version__ = "(.+)"', copied)[1]
add("canonical-json", version, f"pkg:generic/canonical-json@{version}")

bom = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": list(components.values())}
print(json.dumps(bom, indent=1))
