"""Prints a CycloneDX document with the Python packages of the image."""

import json
from importlib.metadata import distributions

components = {}


def add(name, version, purl):
    components[purl] = {"type": "library", "name": name, "version": version, "purl": purl}


for package in distributions():
    add(package.name, package.version, f"pkg:pypi/{package.name.lower()}@{package.version}")

bom = {"bomFormat": "CycloneDX", "specVersion": "1.6", "components": list(components.values())}
print(json.dumps(bom, indent=1))
