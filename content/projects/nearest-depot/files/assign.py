"""Writes for every parcel the depot that is nearest to it."""

import numpy
from nearest import nearest

depots = numpy.loadtxt("depots.csv", delimiter=",")
parcels = numpy.loadtxt("parcels.csv", delimiter=",")

for parcel, depot in zip(parcels, nearest(parcels, depots)):
    print(f"{parcel[0]:.1f} {parcel[1]:.1f} -> depot {depot}")
