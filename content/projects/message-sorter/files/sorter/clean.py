"""Takes out of a message what says nothing about its kind."""

import re

ADDRESS = re.compile(r"\S+@\S+")
NUMBER = re.compile(r"\d+")


def cleaned(message: str) -> str:
    """The message in lower case, with every address and number replaced by a word."""
    return NUMBER.sub("anumber", ADDRESS.sub("anaddress", message.lower())).strip()
