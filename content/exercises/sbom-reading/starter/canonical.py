"""JSON as bytes that are the same for equal documents, so that they can be signed.

Copied from canonical-json, release {{copy}}. It has no package index.
"""

import json

__version__ = "{{copy}}"


def canonical(document):
    return json.dumps(document, sort_keys=True, separators=(",", ":")).encode()
