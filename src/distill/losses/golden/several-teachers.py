#!/usr/bin/python3
"""Golden values of what a student learns from several teachers: PyTorch, float64, automatic differentiation.

    /usr/bin/python3 src/distill/losses/golden/several-teachers.py > src/distill/losses/golden/several-teachers.json

(Debian's python3-torch 1.13.) Written as in the papers: the average of the softened probabilities, one teacher by
index, and the teacher's frozen last layer on the student's features. All inputs are in the file.
"""

import json

import torch
import torch.nn.functional as F

torch.set_default_dtype(torch.float64)


def numbers(seed, *shape):
    """Multiples of 1/64 between -3 and 3: float32 has them exactly."""
    g = torch.Generator().manual_seed(seed)
    return torch.randint(-192, 193, shape, generator=g).double() / 64


def kl(q, student, T):
    """T^2 KL(q || softmax(student / T)), one number a sample."""
    log_p = F.log_softmax(student / T, -1)
    return T**2 * (q * (q.log() - log_p)).sum(-1)


def case(loss, student):
    value = loss(student)
    (slope,) = torch.autograd.grad(value.sum(), student)
    return {"loss": value.tolist(), "slope": slope.tolist()}


def averaged(seed, weights, T):
    student = numbers(seed, 3, 4).requires_grad_()
    teachers = [numbers(seed + 1 + m, 3, 4) for m in range(len(weights))]
    q = sum(w * F.softmax(t / T, -1) for w, t in zip(weights, teachers))
    result = case(lambda s: kl(q, s, T), student)
    return {"kind": "averaged", "T": T, "weights": weights, "student": student.tolist(), "teachers": [t.tolist() for t in teachers], **result}


def chosen(seed, index, T):
    student = numbers(seed, 3, 4).requires_grad_()
    teachers = [numbers(seed + 1 + m, 3, 4) for m in range(3)]
    rows = torch.stack([teachers[k][i] for i, k in enumerate(index)])
    result = case(lambda s: kl(F.softmax(rows / T, -1), s, T), student)
    return {"kind": "chosen", "T": T, "index": index, "student": student.tolist(), "teachers": [t.tolist() for t in teachers], **result}


def shared_head(seed, T):
    """The student's features through an adapter and the teacher's last layer; the slope is by the features."""
    features = numbers(seed, 3, 2).requires_grad_()
    adapter = {"weight": numbers(seed + 1, 2, 5), "bias": numbers(seed + 2, 5)}
    head = {"weight": numbers(seed + 3, 5, 4), "bias": numbers(seed + 4, 4)}
    teacher = numbers(seed + 5, 3, 4)

    def loss(f):
        said = (f @ adapter["weight"] + adapter["bias"]) @ head["weight"] + head["bias"]
        return kl(F.softmax(teacher / T, -1), said, T)

    result = case(loss, features)
    tensors = {
        "features": features,
        "adapterWeight": adapter["weight"],
        "adapterBias": adapter["bias"],
        "headWeight": head["weight"],
        "headBias": head["bias"],
        "teacher": teacher,
    }
    return {"kind": "shared-head", "T": T, **{name: t.tolist() for name, t in tensors.items()}, **result}


cases = [
    averaged(1, [0.5, 0.5], 1.0),
    averaged(11, [0.125, 0.625, 0.25], 4.0),
    averaged(21, [0.0, 1.0], 2.0),
    chosen(31, [2, 0, 1], 4.0),
    chosen(41, [1, 1, 0], 1.0),
    shared_head(51, 4.0),
    shared_head(61, 1.0),
]
# 0 log 0 does not occur: the average with a weight of 0 is that of the others, all above 0.
print(json.dumps(cases, indent=1))
