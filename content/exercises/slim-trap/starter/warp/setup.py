from setuptools import Extension, setup

openmp = ["-fopenmp"]  # one thread for each core
setup(name="warp", version="1.0", ext_modules=[Extension("warp", ["warp.c"], extra_compile_args=openmp, extra_link_args=openmp)])
