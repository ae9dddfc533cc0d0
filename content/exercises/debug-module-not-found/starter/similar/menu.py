"""Dishes as points: how sweet, salty, hot and rich each is, from 0 to 1."""

import numpy as np

MENU = {
    "lentil soup": [0.1, 0.6, 0.2, 0.4],
    "chilli sin carne": [0.2, 0.6, 0.9, 0.5],
    "mushroom risotto": [0.1, 0.6, 0.1, 0.9],
    "green curry": [0.4, 0.5, 0.8, 0.8],
    "rice pudding": [0.9, 0.1, 0.0, 0.7],
    "fruit salad": [0.8, 0.0, 0.0, 0.1],
}
names = list(MENU)
points = np.array(list(MENU.values()))


def closest(liked: str) -> str:
    """The dish nearest to the one that was liked, other than itself."""
    distances = np.linalg.norm(points - points[names.index(liked)], axis=1)
    return names[int(np.argsort(distances)[1])]
