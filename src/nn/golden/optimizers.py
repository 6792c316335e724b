# Golden values for optimizer.test.ts: five steps of PyTorch's optimizers in float64, on gradients that are a formula.
# Run by hand: /usr/bin/python3 src/nn/golden/optimizers.py > src/nn/golden/optimizers.json
import json
import math
import torch

STEPS, SIZE, RATE = 5, 3, 0.1


def gradient(step, i):
    return math.sin(1.7 * step + 0.9 * i) + 0.2 * i


def run(make):
    parameter = torch.tensor([0.5, -1.0, 2.0], dtype=torch.float64, requires_grad=True)
    optimizer = make([parameter])
    path = []
    for step in range(1, STEPS + 1):
        parameter.grad = torch.tensor([gradient(step, i) for i in range(SIZE)], dtype=torch.float64)
        optimizer.step()
        path.append(parameter.tolist())
    return path


cases = []
for momentum, decay in [(0, 0), (0.9, 0), (0.9, 0.05)]:
    path = run(lambda p: torch.optim.SGD(p, lr=RATE, momentum=momentum, weight_decay=decay))
    cases.append({"optimizer": "sgd", "momentum": momentum, "weightDecay": decay, "path": path})
for momentum, decay in [(0.9, 0), (0.5, 0.05), (0, 0)]:
    path = run(lambda p: torch.optim.Adam(p, lr=RATE, betas=(momentum, 0.999), weight_decay=decay))
    cases.append({"optimizer": "adam", "momentum": momentum, "weightDecay": decay, "path": path})
path = run(lambda p: torch.optim.AdamW(p, lr=RATE, betas=(0.9, 0.999), weight_decay=0.05))
cases.append({"optimizer": "adamw", "momentum": 0.9, "weightDecay": 0.05, "path": path})
print(json.dumps({"torch": torch.__version__, "rate": RATE, "cases": cases}, indent=1))
