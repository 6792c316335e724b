# Golden values for the tests of the optimizers: five steps of PyTorch's optimizers in float64, on gradients that are a
# formula. Two parameters, of three and of two numbers, for two seeds that know nothing of each other.
# Run by hand: /usr/bin/python3 src/nn/golden/optimizers.py > src/nn/golden/optimizers.json
import json
import math
import torch

STEPS, RATE, SEEDS = 5, 0.1, 2
FIRST = [[0.5, -1.0, 2.0], [1.0, -0.5]]


def gradient(step, i, seed):
    return math.sin(1.7 * step + 0.9 * i + 2 * seed) + 0.2 * i


def run(make, clip, seed):
    parameters = [torch.tensor(p, dtype=torch.float64, requires_grad=True) for p in FIRST]
    optimizer = make(parameters)
    path = []
    for step in range(1, STEPS + 1):
        i = 0
        for p in parameters:
            p.grad = torch.tensor([gradient(step, i + k, seed) for k in range(len(p))], dtype=torch.float64)
            i += len(p)
        if clip > 0:
            torch.nn.utils.clip_grad_norm_(parameters, clip)
        optimizer.step()
        path.append([p.tolist() for p in parameters])
    return path


cases = []


def add(optimizer, momentum, decay, clip, make):
    paths = [run(make, clip, seed) for seed in range(SEEDS)]
    own = {"optimizer": optimizer, "momentum": momentum, "weightDecay": decay, "clip": clip}
    cases.append({**own, "paths": paths})


for momentum, decay, clip in [(0, 0, 0), (0.9, 0, 0), (0.9, 0.05, 0), (0.9, 0.05, 1)]:
    add("sgd", momentum, decay, clip, lambda p: torch.optim.SGD(p, lr=RATE, momentum=momentum, weight_decay=decay))
for momentum, decay, clip in [(0.9, 0, 0), (0.5, 0.05, 0), (0, 0, 0), (0.9, 0, 0.5)]:
    add("adam", momentum, decay, clip,
        lambda p: torch.optim.Adam(p, lr=RATE, betas=(momentum, 0.999), weight_decay=decay))
for clip in [0, 1]:
    add("adamw", 0.9, 0.05, clip, lambda p: torch.optim.AdamW(p, lr=RATE, betas=(0.9, 0.999), weight_decay=0.05))
print(json.dumps({"torch": torch.__version__, "rate": RATE, "first": FIRST, "cases": cases}, indent=1))
