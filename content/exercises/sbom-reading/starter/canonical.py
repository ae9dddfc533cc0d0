"""JSON as bytes that are the same for equal documents, so that they can be signed.

Copied from the platform team's repository canonical-json, release {{copy}}. It is in no package index.
"""

import json

__version__ = "{{copy}}"


def canonical(document):
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
