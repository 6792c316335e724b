#!/usr/bin/python3
"""Golden values for boxes and average precision by an independent program: PyTorch and NumPy, float64.

    /usr/bin/python3 src/detect/golden/golden.py > src/detect/golden/golden.json

(Debian's python3-torch 1.13 and python3-numpy.) Overlaps are counted with all pairs at once, areas of size by masks, and
precision is made monotone and read by binary search, as COCO's own evaluation does it: nothing is shared with the TypeScript
but the rules. Scenes are made by chance and stored with what is expected of them.
"""

import json
import random
import sys

import numpy as np
import torch

OVERLAPS = [(50 + 5 * i) / 100 for i in range(10)]
RECALLS = np.arange(101) / 100


def overlaps(a, b):
    """[n, 4] and [m, 4] → [n, m]."""
    a, b = torch.tensor(a, dtype=torch.float64).reshape(-1, 4), torch.tensor(b, dtype=torch.float64).reshape(-1, 4)
    low, high = torch.max(a[:, None, :2], b[None, :, :2]), torch.min(a[:, None, 2:], b[None, :, 2:])
    shared = (high - low).clamp(min=0).prod(-1)
    area = lambda x: (x[:, 2:] - x[:, :2]).prod(-1)
    union = area(a)[:, None] + area(b)[None] - shared
    return (shared / union).numpy()


def area(box):
    return (box[2] - box[0]) * (box[3] - box[1])


def ap(images, label, threshold, sizes):
    """Average precision of a class at an overlap; None without objects."""
    rows, total = [], 0
    for image in images:
        truth = [t["box"] for t in image["truths"] if t["label"] == label]
        ignored = np.array([not sizes[0] <= area(b) <= sizes[1] for b in truth], bool)
        order = np.argsort(ignored, kind="mergesort")
        truth, ignored = [truth[i] for i in order], ignored[order]
        total += int((~ignored).sum())
        found = [f for f in image["found"] if f["label"] == label]
        found = [found[i] for i in np.argsort([-f["score"] for f in found], kind="mergesort")][:100]
        shared = overlaps([f["box"] for f in found], truth)
        taken = np.zeros(len(truth), bool)
        for d, f in enumerate(found):
            # Among objects that count and are free the one of most overlap (the last of equals); else among the others.
            pick = None
            for group in (~ignored, ignored):
                free = [g for g in range(len(truth)) if group[g] and not taken[g] and shared[d, g] >= threshold]
                if free:
                    pick = max(free, key=lambda g: (shared[d, g], g))
                    break
            if pick is not None:
                taken[pick] = True
            skip = ignored[pick] if pick is not None else not sizes[0] <= area(f["box"]) <= sizes[1]
            if not skip:
                rows.append((f["score"], pick is not None))
    if total == 0:
        return None
    if not rows:
        return 0.0
    order = np.argsort([-s for s, _ in rows], kind="mergesort")
    right = np.array([rows[i][1] for i in order])
    recall = np.cumsum(right) / total
    precision = np.cumsum(right) / np.arange(1, len(right) + 1)
    precision = np.maximum.accumulate(precision[::-1])[::-1]
    at = np.searchsorted(recall, RECALLS, side="left")
    return float(np.mean([precision[i] if i < len(precision) else 0.0 for i in at]))


def average(images, classes, sizes):
    table = [[ap(images, c, t, sizes) for t in OVERLAPS] for c in range(classes)]
    mean = lambda values: float(np.mean(there)) if (there := [v for v in values if v is not None]) else None
    return {
        "ap": mean([v for row in table for v in row]),
        "ap50": mean([row[0] for row in table]),
        "ap75": mean([row[5] for row in table]),
        "byClass": [mean(row) for row in table],
    }


def scene(r, classes, objects, misses, doubles, noise):
    """Objects, and detections of them that are a little off, wrong in class, double or of nothing."""

    def box():
        w, h = r.uniform(6, 30), r.uniform(6, 30)
        x, y = r.uniform(0, 64 - w), r.uniform(0, 64 - h)
        return [round(v, 1) for v in (x, y, x + w, y + h)]

    truths = [{"box": box(), "label": r.randrange(classes)} for _ in range(objects)]
    found = []
    for t in truths:
        for _ in range(0 if r.random() < misses else 1 + (r.random() < doubles)):
            moved = [round(v + r.gauss(0, noise), 1) for v in t["box"]]
            moved[2], moved[3] = max(moved[2], moved[0] + 1), max(moved[3], moved[1] + 1)
            label = t["label"] if r.random() < 0.9 else r.randrange(classes)
            found.append({"box": moved, "label": label, "score": round(r.uniform(0.2, 1), 2)})
    for _ in range(r.randrange(3)):
        found.append({"box": box(), "label": r.randrange(classes), "score": round(r.uniform(0, 0.7), 2)})
    return {"truths": truths, "found": found}


def corners(r):
    x, y = r.uniform(0, 40), r.uniform(0, 40)
    return [round(v, 2) for v in (x, y, x + r.uniform(2, 30), y + r.uniform(2, 30))]


def main():
    r = random.Random(190100366)
    cases = []
    for classes, images, noise in [(1, 3, 1), (3, 6, 2), (3, 8, 0.5), (10, 12, 1.5), (4, 5, 4)]:
        seen = [scene(r, classes, r.randrange(6), 0.15, 0.3, noise) for _ in range(images)]
        for sizes in [[0, 1e9], [0, 200], [200, 500], [500, 1e9]]:
            cases.append({"classes": classes, "areas": sizes, "images": len(cases) // 4, "expected": average(seen, classes, sizes)})
        cases[-1]["seen"] = seen
    boxes = []
    for _ in range(12):
        a, b = corners(r), corners(r)
        size = lambda q: np.array([q[2] - q[0], q[3] - q[1]])
        middle = lambda q: np.array([q[0] + q[2], q[1] + q[3]]) / 2
        deltas = np.concatenate([(middle(a) - middle(b)) / size(b), np.log(size(a) / size(b))])
        boxes.append({"a": a, "b": b, "iou": float(overlaps([a], [b])[0, 0]), "deltas": deltas.tolist()})
    sets = [c.pop("seen") for c in cases if "seen" in c]
    json.dump({"sets": sets, "cases": cases, "boxes": boxes}, sys.stdout, separators=(",", ":"))
    sys.stdout.write("\n")


main()
