"""Verifies the signature of a model's manifest before the model is released."""

import json
import os

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from canonical import canonical

manifest = json.loads(os.environ["MANIFEST"])
key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(os.environ["PUBLIC_KEY"]))
try:
    key.verify(bytes.fromhex(os.environ["SIGNATURE"]), canonical(manifest))
    valid = True
except InvalidSignature:
    valid = False
print(json.dumps({"model": manifest["model"], "valid": valid}))
