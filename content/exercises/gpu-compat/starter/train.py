"""Prints which build of torch the image has. The stand-in for torch has no other code."""
import torch

print(f"torch {torch.__version__}, built with CUDA {torch.version.cuda}", flush=True)
