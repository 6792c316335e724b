#!/usr/bin/python3
"""Golden values of methods by an independent program: PyTorch, float64, automatic differentiation.

    /usr/bin/python3 src/distill/methods/golden/golden.py > src/distill/methods/golden/golden.json

(Debian's python3-torch 1.13.) The inputs are those of stepInput in src/distill/testing.ts: logits 3 sin((i + 1)(salt + 1/sqrt 2)),
rounded to float32. Losses are written as in the papers, with PyTorch's own functions where it has them. Stored are the
terms, averaged over the batch, and the gradient of their sum by the student's logits.
"""

import json
import math
import sys

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def logits(seeds, batch, classes, salt):
    values = [3 * math.sin((i + 1) * (salt + math.sqrt(0.5))) for i in range(seeds * batch * classes)]
    return torch.tensor(values).float().double().reshape(seeds, batch, classes)


def given(case):
    seeds, batch, classes, labeled = case["seeds"], case["batch"], case["classes"], case["labeled"]
    labels = torch.tensor([[(s * batch + i) % classes if (s * batch + i) % batch < labeled else -1 for i in range(batch)] for s in range(seeds)])
    return logits(seeds, batch, classes, 1).requires_grad_(), logits(seeds, batch, classes, 2), labels, batch / labeled


def hard(s, y, scale):
    loss = F.cross_entropy(s.flatten(0, 1), y.clamp_min(0).flatten(), reduction="none").reshape(y.shape)
    return torch.where(y >= 0, loss, torch.zeros(())) * scale


def kl(t, s, T):
    return F.kl_div(F.log_softmax(s / T, -1), F.softmax(t / T, -1), reduction="none").sum(-1)


def mse(s, t, y, scale, k):
    return {"hard": (1 - k["alpha"]) * hard(s, y, scale), "match": k["alpha"] * F.mse_loss(s, t, reduction="none").mean(-1)}


def dkd(s, t, y, scale, k):
    T = k["T"]
    y_all = torch.where(y >= 0, y, t.argmax(-1))
    mask = F.one_hot(y_all, s.shape[-1]).bool()
    p, q = F.softmax(s / T, -1), F.softmax(t / T, -1)
    bs, bt = p[mask].reshape(y.shape), q[mask].reshape(y.shape)
    target = bt * (bt / bs).log() + (1 - bt) * ((1 - bt) / (1 - bs)).log()
    ps = p[~mask].reshape(*y.shape, -1) / (1 - bs)[..., None]
    qs = q[~mask].reshape(*y.shape, -1) / (1 - bt)[..., None]
    others = (qs * (qs / ps).log()).sum(-1)
    risen = min(0.5 / k["ramp"], 1)  # the progress of stepInput
    return {
        "hard": k["lambda"] * hard(s, y, scale),
        "target": risen * k["alpha"] * T**2 * target,
        "others": risen * k["beta"] * T**2 * others,
    }


def logit_standard(s, t, y, scale, k):
    def z(x):
        return (x - x.mean(-1, keepdim=True)) / (1e-7 + x.std(-1, keepdim=True))

    return {"hard": k["lambda"] * hard(s, y, scale), "soft": k["mu"] * k["T"] ** 2 * kl(z(t), z(s), k["T"])}


def dist(s, t, y, scale, k):
    T = k["T"]
    p, q = F.softmax(s / T, -1), F.softmax(t / T, -1)

    def rho(a, b, axis):
        return F.cosine_similarity(a - a.mean(axis, keepdim=True), b - b.mean(axis, keepdim=True), dim=axis)

    intra = (1 - rho(p, q, 1)).mean(-1)
    return {
        "hard": k["lambda"] * hard(s, y, scale),
        "inter": k["beta"] * T**2 * (1 - rho(p, q, 2)),
        "intra": (k["gamma"] * T**2 * intra)[:, None].expand(y.shape),
    }


def wsld(s, t, y, scale, k):
    T = k["T"]
    ratio = hard(s, y, 1) / (hard(t, y, 1) + 1e-7)
    weight = torch.where(y >= 0, 1 - torch.exp(-ratio), torch.ones(())).detach()
    return {"hard": k["lambda"] * hard(s, y, scale), "soft": k["alpha"] * T**2 * weight * kl(t, s, T)}


def teacher_free(s, t, y, scale, k):
    T, a, C = k["T"], k["a"], s.shape[-1]
    made = F.one_hot(y, C) * a + (1 - F.one_hot(y, C)) * (1 - a) / (C - 1)
    return {"hard": (1 - k["alpha"]) * hard(s, y, scale), "soft": k["alpha"] * T**2 * kl(made, s, T)}


METHODS = {
    "mse": (mse, [{"alpha": 0.9}, {"alpha": 0.3}]),
    "dkd": (dkd, [{"T": 4, "alpha": 1, "beta": 8, "ramp": 0.08, "lambda": 1}, {"T": 1, "alpha": 2, "beta": 0.5, "ramp": 0.8, "lambda": 0.5}]),
    "logit-standard": (logit_standard, [{"T": 2, "mu": 9, "lambda": 0.1}, {"T": 1, "mu": 2, "lambda": 1}]),
    "dist": (dist, [{"T": 4, "beta": 2, "gamma": 2, "lambda": 1}, {"T": 1, "beta": 1, "gamma": 0.5, "lambda": 0.2}]),
    "wsld": (wsld, [{"T": 4, "alpha": 2.2, "lambda": 1}, {"T": 2, "alpha": 1, "lambda": 0.5}]),
    "teacher-free": (teacher_free, [{"T": 20, "alpha": 0.1, "a": 0.99}, {"T": 2, "alpha": 0.5, "a": 0.8}]),
}
SIZES = [
    {"seeds": 2, "batch": 5, "classes": 3, "labeled": 3},
    {"seeds": 1, "batch": 7, "classes": 10, "labeled": 7},
]

cases = []
for method, (terms, settings) in METHODS.items():
    for knobs in settings:
        for size in SIZES:
            case = dict(size)
            if method == "teacher-free":
                case["labeled"] = case["batch"]
            s, t, y, scale = given(case)
            found = terms(s, t, y, scale, knobs)
            sum(term.mean(1).sum() for term in found.values()).backward()
            case.update(
                method=method,
                knobs=knobs,
                terms={name: term.mean(1).tolist() for name, term in found.items()},
                slope=s.grad.flatten().tolist(),
            )
            cases.append(case)

json.dump(cases, sys.stdout, separators=(",", ":"))
sys.stdout.write("\n")
