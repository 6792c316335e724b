#!/usr/bin/python3
"""Golden values of the losses by an independent program: PyTorch, float64, automatic differentiation.

    /usr/bin/python3 src/distill/losses/golden/golden.py > src/distill/losses/golden/golden.json

(Debian's python3-torch 1.13.) golden.ts makes the same inputs, bit for bit: hashes of small integers,
exact sums, one rounding to float32. So only the cases and the expected numbers are stored. The losses
are written as in the papers, without the rearrangements of the shaders.
"""

import json
import math
import random
import sys

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)
MASK = 0xFFFFFFFF


def mix(x):
    """A hash of an integer, 32 bits (lowbias32 by C. Wellons, public domain)."""
    x &= MASK
    x ^= x >> 16
    x = (x * 0x7FEB352D) & MASK
    x ^= x >> 15
    x = (x * 0x846CA68B) & MASK
    return x ^ (x >> 16)


def uniform(seed, i):
    """Element i of a stream: a multiple of 2^-24 in [0, 1)."""
    return (mix(mix(seed) + i) >> 8) / 16777216


def bell(seed, i):
    """Near normal, standard deviation 1 within 1%: twelve-point sums would be 1 exactly; four are enough."""
    return (uniform(seed, 4 * i) + uniform(seed, 4 * i + 1) + uniform(seed, 4 * i + 2) + uniform(seed, 4 * i + 3) - 2) * 1.75


def f32(values):
    """Rounds to float32, keeps float64."""
    return torch.tensor(values).float().double()


def logits(seed, rows, classes, scale, peak=0.0):
    """[1, rows, classes]; row r has `peak` added at class 7 r mod classes."""
    values = [bell(seed, i) * scale + (peak if i % classes == (7 * (i // classes)) % classes else 0) for i in range(rows * classes)]
    return f32(values).reshape(1, rows, classes)


def near(base, seed, by):
    """Logits that differ from others by little."""
    flat = base.flatten().tolist()
    return f32([x + bell(seed, i) * by for i, x in enumerate(flat)]).reshape(base.shape)


def upstream(seed, rows):
    return f32([0.5 + uniform(seed + 9, r) for r in range(rows)]).reshape(1, rows)


def pair(c):
    teacher = logits(c["seed"], c["rows"], c["classes"], c["teacher"], c["peak"])
    if c["near"] > 0:
        student = near(teacher, c["seed"] + 1, c["near"])
    else:
        student = logits(c["seed"] + 1, c["rows"], c["classes"], c["student"])
    return student.requires_grad_(), teacher


def places(classes):
    """Classes whose slopes are stored: all of few, every so-manyth of many and the peaks."""
    if classes <= 16:
        return list(range(classes))
    return sorted({(7 * r) % classes for r in range(4)} | {k * classes // 12 for k in range(12)} | {classes - 1})


def kl(student, teacher, T):
    q = F.softmax(teacher / T, -1)
    log_ratio = F.log_softmax(teacher / T, -1) - F.log_softmax(student / T, -1)
    return (q * log_ratio).sum(-1)


def cross_entropy(c):
    s = logits(c["seed"], c["rows"], c["classes"], c["student"], c["peak"]).requires_grad_()
    labels = torch.tensor([[(3 * r) % c["classes"] if r % 4 else (7 * r) % c["classes"] for r in range(c["rows"])]])
    eps = c["smoothing"]
    loss = F.cross_entropy(s[0], labels[0], reduction="none", label_smoothing=eps)[None]
    (loss * upstream(c["seed"], c["rows"])).sum().backward()
    return {"loss": loss, "d logits": s.grad}


def soft_targets(c):
    s, t = pair(c)
    T = f32([c["T"] * (1 + 0.25 * r) for r in range(c["rows"])]).reshape(1, -1).requires_grad_()
    loss = T**2 * kl(s, t, T[..., None])
    (loss * upstream(c["seed"], c["rows"])).sum().backward()
    return {"loss": loss, "d student": s.grad, "d temperature": T.grad}


def adaptive(c):
    s, t = pair(c)
    beta, gamma, T = f32([c["beta"], c["gamma"], c["T"]])
    k = kl(s, t, T)
    q = F.softmax(t / T, -1)
    H = -(q * F.log_softmax(t / T, -1)).sum(-1)
    D = c["mimic"] * k + beta * H
    weight = (-torch.expm1(-D)).clamp_min(1e-12) ** gamma
    loss = T**2 * (weight if c["attached"] else weight.detach()) * (k + H if c["core"] else k)
    (loss * upstream(c["seed"], c["rows"])).sum().backward()
    return {"loss": loss, "weight": weight, "entropy": H, "gap": k, "d student": s.grad}


def counted(rows):
    """Which anchors count: all but every fifth."""
    return f32([0 if r % 5 == 3 else 1 for r in range(rows)]).reshape(1, -1)


def anchor_adaptive(c):
    """Rows are anchors, each class a coin: KL and entropy of Bernoulli distributions by PyTorch's own functions."""
    s, t = pair(c)
    beta, gamma = f32([c["beta"], c["gamma"]])
    both = torch.stack([t, -t])
    q, log_q = torch.sigmoid(both), F.logsigmoid(both)
    log_p = F.logsigmoid(torch.stack([s, -s]))
    k = (q * (log_q - log_p)).sum(0)
    H = -(q * log_q).sum(0)
    D = c["mimic"] * k + beta * H
    weight = (-torch.expm1(-D)).clamp_min(1e-12) ** gamma
    each = (weight if c["attached"] else weight.detach()) * (k + H if c["core"] else k)
    N = max(1.0, torch.sigmoid(t).pow(1.8).sum().item())
    on = counted(c["rows"])
    loss = each.sum(-1) * on / N
    (loss * upstream(c["seed"], c["rows"])).sum().backward()
    return {
        "mass": torch.sigmoid(t).pow(1.8).sum().reshape(1),
        "loss": loss,
        "weight": weight.max(-1).values * on,
        "entropy": H.sum(-1) * on,
        "gap": k.sum(-1) * on,
        "d student": s.grad,
    }


def focal(c):
    s = logits(c["seed"], c["rows"], c["classes"], c["student"], c["peak"]).requires_grad_()
    alpha, gamma = f32([c["alpha"], c["gamma"]])
    y = torch.zeros_like(s)
    for r in range(c["rows"]):
        if r % 3 == 0:
            y[0, r, (7 * r) % c["classes"]] = 1
    on = f32([0 if r % 3 == 2 else 1 for r in range(c["rows"])]).reshape(1, -1)
    ce = F.binary_cross_entropy_with_logits(s, y, reduction="none")
    p = torch.sigmoid(s)
    m = y * torch.sigmoid(-s) + (1 - y) * p
    loss = ((y * alpha + (1 - y) * (1 - alpha)) * m**gamma * ce).sum(-1) * on
    (loss * upstream(c["seed"], c["rows"])).sum().backward()
    return {"loss": loss, "d logits": s.grad}


def smooth_l1(c):
    """Rows are anchors of four numbers; the bend is PyTorch's beta."""
    boxes = logits(c["seed"], c["rows"], 4, c["student"]).requires_grad_()
    deltas = logits(c["seed"] + 1, c["rows"], 4, c["teacher"])
    on = f32([1 if r % 3 == 0 else 0 for r in range(c["rows"])]).reshape(1, -1)
    loss = F.smooth_l1_loss(boxes, deltas, reduction="none", beta=c["bend"]).sum(-1) * on
    (loss * upstream(c["seed"], c["rows"])).sum().backward()
    return {"loss": loss, "d boxes": boxes.grad}


def giou(c):
    """Rows are anchors with sides of 1: the areas of the boxes, of what they share and of what is around both."""
    boxes = logits(c["seed"], c["rows"], 4, c["student"]).requires_grad_()
    deltas = logits(c["seed"] + 1, c["rows"], 4, c["teacher"])
    on = f32([1 if r % 3 == 0 else 0 for r in range(c["rows"])]).reshape(1, -1)

    def corners(d):
        size = d[..., 2:].clamp(max=math.log(1000 / 16)).exp()
        return torch.cat([d[..., :2] - size / 2, d[..., :2] + size / 2], -1)

    a, b = corners(boxes), corners(deltas)
    area = lambda box: (box[..., 2:] - box[..., :2]).clamp(min=0).prod(-1)
    shared = area(torch.cat([torch.maximum(a, b)[..., :2], torch.minimum(a, b)[..., 2:]], -1))
    union = area(a) + area(b) - shared
    around = area(torch.cat([torch.minimum(a, b)[..., :2], torch.maximum(a, b)[..., 2:]], -1))
    loss = (1 - (shared / union - (around - union) / around)) * on
    (loss * upstream(c["seed"], c["rows"])).sum().backward()
    return {"loss": loss, "d boxes": boxes.grad}


class Reverse(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x, factor):
        ctx.factor = factor
        return x.view_as(x)

    @staticmethod
    def backward(ctx, dy):
        return dy * ctx.factor, None


def curriculum_temperature(c):
    raw = f32([bell(c["seed"], r) * c["spread"] for r in range(c["rows"])]).reshape(1, -1).requires_grad_()
    progress, ramp, start, span = f32([c["progress"], c["ramp"], c["start"], c["range"]])
    # as in the authors' program: the schedule falls from 0 to −1 and multiplies the gradient
    e = min(progress, ramp)
    decay = (1 + math.cos(math.pi * e / ramp)) / 2 - 1 if ramp > 0 else -1.0
    T = start + span * torch.sigmoid(Reverse.apply(raw, decay))
    (T * upstream(c["seed"], c["rows"])).sum().backward()
    return {"temperature": T, "d raw": raw.grad}


LOSSES = {
    "cross-entropy": cross_entropy,
    "soft-targets": soft_targets,
    "adaptive": adaptive,
    "curriculum-temperature": curriculum_temperature,
    "anchor-adaptive": anchor_adaptive,
    "focal": focal,
    "smooth-l1": smooth_l1,
    "giou": giou,
}


def cases():
    r = random.Random(20230211)
    pick = r.choice
    seed = 1000

    def common(big):
        nonlocal seed
        seed += 100
        return {"seed": seed, "rows": 2 if big else pick([1, 3]), "classes": pick([100, 257, 1000]) if big else pick([2, 2, 3, 5, 7, 10, 10, 16])}

    def networks(c):
        style = pick(["plain", "plain", "sharp", "one-hot", "close", "huge"])
        c.update(student=pick([0.3, 1, 3]), teacher=pick([0.5, 1, 4]), peak=0, near=0)
        if style == "sharp":
            c.update(student=pick([10, 30]), teacher=pick([10, 30]))
        if style == "one-hot":
            c.update(peak=pick([50, 1000]))
        if style == "close":
            c.update(near=pick([1e-3, 0.03]))
        if style == "huge":
            c.update(student=pick([1e3, 5e3]), teacher=pick([1e3, 5e3]))
        return c

    temperatures = [0.1, 0.5, 1, 2, 4, 8, 15.6, 40, 100]
    for i in range(50):
        c = common(i % 10 == 0)
        c.update(student=pick([0.1, 1, 5, 30, 1e3, 5e3]), peak=pick([0, 0, 10, 20]), smoothing=pick([0, 0, 0.1, 0.3]))
        yield "cross-entropy", c
    for i in range(80):
        c = networks(common(i % 9 == 0))
        c.update(T=temperatures[i % 9] if i < 63 else round(10 ** r.uniform(-1, 2), 3))
        yield "soft-targets", c
    for i in range(100):
        c = networks(common(i % 10 == 0))
        c.update(
            T=temperatures[i % 9] if i < 72 else round(10 ** r.uniform(-1, 2), 3),
            beta=pick([0, 0.5, 1, 2]),
            gamma=pick([0, 0.5, 1, 2, 2, 3.5, 5]),
            attached=i & 1,
            core=(i >> 1) & 1,
            mimic=0 if i % 7 == 3 else 1,
        )
        yield "adaptive", c
    for i in range(30):
        seed += 100
        yield "curriculum-temperature", {
            "seed": seed, "rows": pick([1, 5]), "spread": pick([0.5, 2]), "progress": round(r.uniform(0, 14), 2),
            "ramp": pick([10, 10, 5, 0]), "start": 1, "range": pick([20, 9]),
        }
    for i in range(80):
        c = networks(common(i % 10 == 0))
        c.update(
            rows=pick([1, 4, 9]),
            beta=pick([0, 0.5, 1, 2]),
            gamma=pick([0, 0.5, 1, 2, 2, 3.5, 5]),
            attached=i & 1,
            core=(i >> 1) & 1,
            mimic=0 if i % 7 == 3 else 1,
        )
        yield "anchor-adaptive", c
    for i in range(40):
        c = common(i % 10 == 0)
        c.update(rows=pick([1, 4, 9]), student=pick([0.1, 1, 5, 30]), peak=pick([0, 10, 20]), alpha=pick([0.25, 0.5, 0.9]), gamma=pick([0, 0.5, 2, 2, 5]))
        yield "focal", c
    for i in range(20):
        seed += 100
        yield "smooth-l1", {
            "seed": seed, "rows": pick([1, 4, 9]), "classes": 4, "student": pick([0.05, 1, 30]),
            "teacher": pick([0, 0.05, 1]), "bend": pick([1 / 8, 0.5, 1, 2]),
        }
    for i in range(30):
        seed += 100
        yield "giou", {"seed": seed, "rows": pick([1, 4, 9]), "classes": 4, "student": pick([0.05, 0.5, 1, 5]), "teacher": pick([0.05, 0.5, 1])}


def number(x):
    return float(f"{x:.9g}")


def main():
    lines = []
    for name, c in cases():
        results = {}
        for key, value in LOSSES[name](c).items():
            value = value.detach()
            if value.dim() == 3:
                row_max = value.abs().max(-1).values.flatten().tolist()
                value = value[..., places(c["classes"])]
                results[key + " scale"] = [number(x) for x in row_max]
            results[key] = [number(x) for x in value.flatten().tolist()]
        lines.append(json.dumps({"loss": name, "case": c, "expected": results}, separators=(",", ":")))
    sys.stdout.write("[\n" + ",\n".join(lines) + "\n]\n")


main()
