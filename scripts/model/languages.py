"""Generates the files of content/exercises/dockerignore: messages, and trigram frequencies for detecting their language.

Usage: languages.py FOLDER   (writes data/messages.csv, weights/checkpoint-*.pkl and weights/trigrams.json)

The messages come from a seeded generator. Only the standard library is needed.
"""

import csv
import json
import pickle
import sys
from collections import Counter
from pathlib import Path
from random import Random

SEED = 11
MESSAGES_PER_LANGUAGE = 900
PASSES = 3
# The most frequent trigrams distinguish the languages; the rest is noise.
TRIGRAMS_KEPT = 300
WORDS = {
    "de": "wo ist mein paket das ich vor einer woche bestellt habe und warum steht noch keine sendung nummer auf der rechnung bitte schicken sie mir eine neue jacke weil diese zu klein war danke für die schnelle antwort",
    "en": "where is the parcel that was ordered last week and why does nobody answer when we call please send another jacket because this one is too small thanks for your quick reply the invoice should have come with it",
    "es": "donde está el paquete que pedimos la semana pasada y por qué nadie contesta cuando llamamos por favor envíen otra chaqueta porque esta es demasiado pequeña gracias por su respuesta la factura debería venir con ella",
    "nl": "waar is het pakket dat vorige week besteld werd en waarom geeft niemand antwoord als wij bellen stuur alstublieft een andere jas want deze is te klein bedankt voor uw snelle reactie de rekening had erbij moeten zitten",
}


def messages():
    random = Random(SEED)
    for _ in range(MESSAGES_PER_LANGUAGE):
        for language, words in WORDS.items():
            yield language, " ".join(random.choices(words.split(), k=random.randint(4, 9)))


def trigrams(text):
    padded = f"  {text} "
    return Counter(padded[i : i + 3] for i in range(len(padded) - 2))


def main(folder):
    rows = list(messages())
    (folder / "data").mkdir(parents=True, exist_ok=True)
    (folder / "weights").mkdir(exist_ok=True)
    with open(folder / "data/messages.csv", "w", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([("language", "text"), *rows])
    counts = {language: Counter() for language in WORDS}
    for number in range(PASSES):
        for language, text in rows[number::PASSES]:
            counts[language] += trigrams(text)
        (folder / f"weights/checkpoint-{number + 1}.pkl").write_bytes(pickle.dumps(counts, protocol=4))
    kept = {
        language: {trigram: round(count / counted.total(), 6) for trigram, count in counted.most_common(TRIGRAMS_KEPT)}
        for language, counted in counts.items()
    }
    (folder / "weights/trigrams.json").write_text(json.dumps(kept, ensure_ascii=False) + "\n")


main(Path(sys.argv[1]))
