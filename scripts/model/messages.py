"""Trains the small model of the project content/projects/message-sorter: what kind of message is this?

Usage: messages.py FILE   (writes the model to FILE)

The messages come from a seeded generator. Train with the versions in
sandbox-runner/shelf/requirements.lock, because a model loads without a warning
only with the version it was saved with.
"""

import sys
from pathlib import Path
from random import Random

import joblib
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline

sys.path.insert(0, str(Path(__file__).parents[2] / "content/projects/message-sorter/files"))
from sorter.clean import cleaned

SEED = 7
MESSAGES_PER_KIND = 400
THINGS = ["the parcel", "my order", "order 4711", "the blue jacket", "the invoice", "the charger", "the refund"]
OPENINGS = ["hello", "good morning", "to whom it may concern", "hi there", ""]
SENTENCES = {
    "complaint": [
        "{} arrived broken", "{} never arrived", "{} is wrong again", "nobody answered about {}",
        "{} is two weeks late", "this is not what was promised", "I want my money back", "write to me at a@example.org",
    ],
    "question": [
        "when will {} arrive", "can I change {}", "where do I find {}", "how long does it take to return {}",
        "is it possible to pay later", "do you deliver on Saturdays", "could you send {} again", "which size fits",
    ],
    "thanks": [
        "thank you for {}", "{} arrived in time", "{} fits perfectly", "your driver was very kind",
        "that was quick", "everything is as it should be", "we will order again", "great service",
    ],
}


def message(random: Random, kind: str) -> str:
    sentences = random.sample(SENTENCES[kind], 2) + random.sample(SENTENCES[random.choice(list(SENTENCES))], random.randint(0, 1))
    return ". ".join([random.choice(OPENINGS), *(sentence.format(random.choice(THINGS)) for sentence in sentences)])


def main(path: str) -> None:
    random = Random(SEED)
    kinds = [kind for kind in SENTENCES for _ in range(MESSAGES_PER_KIND)]
    messages = [cleaned(message(random, kind)) for kind in kinds]
    model = make_pipeline(TfidfVectorizer(), LogisticRegression(max_iter=1_000))
    model.fit(messages, kinds)
    joblib.dump(model, path)
    print(f"{path}: accuracy on its training data {model.score(messages, kinds):.3f}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) == 2 else sys.exit(__doc__))
