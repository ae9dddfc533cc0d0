from setuptools import Extension, setup

setup(name="nearest", version="1.0", ext_modules=[Extension("nearest", ["nearest.c"], libraries=["m"])])
