#!/usr/bin/python3
"""Golden values of methods by an independent program: PyTorch, float64, automatic differentiation.

    /usr/bin/python3 src/distill/methods/golden/golden.py > src/distill/methods/golden/golden.json

(Debian's python3-torch 1.13.) The inputs are those of stepInput in src/distill/testing.ts: logits 3 sin((i + 1)(salt + 1/sqrt 2)),
rounded to float32. Losses are written as in the papers, with PyTorch's own functions where it has them. Stored are the
terms, averaged over the batch, and the gradient of their sum by the student's logits; for methods on hidden layers also by
the student's taps and by the method's own parts (there the sum over the seeds, which begin alike).
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


# --- Methods on hidden layers. The taps are those of stepInput: maps [seeds, batch, h, w, channels], and the mean over the last. ---

TAPS = {
    "images": ({"stage1": [4, 4, 3], "stage2": [2, 2, 8], "pooled": [8]}, {"stage1": [4, 4, 5], "stage2": [4, 4, 32], "pooled": [32]}),
    "vectors": ({"stage1": [6], "stage2": [8]}, {"stage1": [5], "stage2": [32]}),
}


def tapped(case, shapes, salt):
    s, b = case["seeds"], case["batch"]
    return {n: logits(s, b, math.prod(shape), salt + i).reshape(s, b, *shape).requires_grad_() for i, (n, shape) in enumerate(shapes.items())}


class Parts(dict):
    """First values as the tests draw them: sin(1), sin(2), ..., times He's scale for weights."""

    count = 0

    def weights(self, name, inputs, units):
        drawn = [math.sin(self.count + i + 1) * math.sqrt(2 / inputs) for i in range(inputs * units)]
        self.count += inputs * units
        self[name] = torch.tensor(drawn).float().double().reshape(inputs, units).requires_grad_()

    def constant(self, name, units, value):
        self[name] = torch.full((units,), value).float().double().requires_grad_()

    def adapter(self, name, inputs, units):
        self.weights(name + ".weight", inputs, units)
        self.constant(name + ".bias", units, 0.0)

    def adapt(self, name, x):
        return x @ self[name + ".weight"] + self[name + ".bias"]


def stages(taps):
    return [t for n, t in taps.items() if n != "pooled"]


def pooled(x, h, w):
    s, b = x.shape[:2]
    y = F.adaptive_avg_pool2d(x.flatten(0, 1).permute(0, 3, 1, 2), (h, w))
    return y.permute(0, 2, 3, 1).reshape(s, b, h, w, -1)


def alike(a, b):
    if a.dim() < 5:
        return a, b
    h, w = min(a.shape[2], b.shape[2]), min(a.shape[3], b.shape[3])
    return pooled(a, h, w), pooled(b, h, w)


def own_fitnets(st, tt, k, parts, step):
    i = 1 if k["layer"] == "last" else 0
    a, b = stages(st)[i], stages(tt)[i]
    parts.adapter("adapter", a.shape[-1], b.shape[-1])
    a, b = alike(a, b)
    return {"hint": k["beta"] * (parts.adapt("adapter", a) - b).pow(2).flatten(2).mean(-1)}


def own_at(st, tt, k, parts, step):
    def at(f):
        return F.normalize(f.pow(2).mean(-1).flatten(2), dim=-1)

    return {"attention": k["beta"] * sum((at(a) - at(b)).pow(2).mean(-1) for a, b in (alike(*p) for p in zip(stages(st), stages(tt))))}


def own_nst(st, tt, k, parts, step):
    def z(f):  # [seeds, batch, channels, places]
        return F.normalize(f.flatten(2, 3).transpose(2, 3), dim=-1)

    def kernel(a, b):
        return torch.einsum("sbcp,sbdp->sbcd", a, b).pow(2).flatten(2).mean(-1)

    total = 0
    for a, b in (alike(*p) for p in zip(stages(st), stages(tt))):
        a, b = z(a), z(b)
        total = total + kernel(a, a) + kernel(b, b) - 2 * kernel(a, b)
    return {"mmd": k["beta"] * total}


def last(taps):
    return list(taps.values())[-1]


def own_rkd(st, tt, k, parts, step):
    distance, angle = [], []
    for fs, ft in zip(last(st), last(tt)):  # seed by seed

        def dist(f):
            d = torch.cdist(f, f, compute_mode="donot_use_mm_for_euclid_dist")
            return d / d[d > 0].mean()

        def angles(f):
            e = F.normalize(f.unsqueeze(0) - f.unsqueeze(1), dim=2)
            return torch.bmm(e, e.transpose(1, 2))

        n = len(fs)
        distance.append(k["lambdaD"] * F.smooth_l1_loss(dist(fs), dist(ft), reduction="none").mean(1))
        angle.append(k["lambdaA"] * F.smooth_l1_loss(angles(fs), angles(ft)) * torch.ones(n))
    return {"distance": torch.stack(distance), "angle": torch.stack(angle)}


def own_sp(st, tt, k, parts, step):
    def g(f):
        f = f.flatten(2)
        return F.normalize(f @ f.transpose(1, 2), dim=-1)

    return {"similarity": k["beta"] * (g(stages(st)[-1]) - g(stages(tt)[-1])).pow(2).mean(-1)}


def own_cc(st, tt, k, parts, step):
    def c(f):
        f = F.normalize(f, dim=-1)
        p = f @ f.transpose(1, 2)
        return math.exp(-0.8) * sum(0.8**n / math.factorial(n) * p**n for n in range(3))

    return {"correlation": k["beta"] * (c(last(st)) - c(last(tt))).pow(2).mean(-1)}


def own_pkt(st, tt, k, parts, step):
    def q(f):
        f = F.normalize(f, dim=-1)
        p = (f @ f.transpose(1, 2) + 1) / 2
        return p / p.sum(-1, keepdim=True)

    p, t = q(last(st)), q(last(tt))
    return {"neighbours": k["beta"] * (t * ((t + 1e-7) / (p + 1e-7)).log()).mean(-1)}


def own_vid(st, tt, k, parts, step):
    total = 0
    for i, (a, b) in enumerate(zip(stages(st), stages(tt)), 1):
        parts.adapter(f"mean{i}", a.shape[-1], b.shape[-1])
        parts.constant(f"spread{i}", b.shape[-1], math.log(math.exp(5 - 1e-5) - 1))
        a, b = alike(a, b)
        var = F.softplus(parts[f"spread{i}"]) + 1e-5
        total = total + (0.5 * ((parts.adapt(f"mean{i}", a) - b) ** 2 / var + var.log())).flatten(2).mean(-1)
    return {"information": k["beta"] * total}


def own_ab(st, tt, k, parts, step):
    pairs = list(zip(stages(st), stages(tt)))
    total = 0
    for i, (a, b) in enumerate(pairs, 1):
        parts.adapter(f"adapter{i}", a.shape[-1], b.shape[-1])
        a, b = alike(a, b)
        a = parts.adapt(f"adapter{i}", a)
        crossed = torch.where(b > 0, (a - 1) ** 2 * (a <= 1), (a + 1) ** 2 * (a > -1))
        total = total + 2.0 ** (i - len(pairs)) * crossed.flatten(2).sum(-1)
    return {"boundary": k["beta"] / 1000 * total}


WIDTH, PLACES = 32, 64  # of an embedding; of the bank


def bank(case):
    """What is in CRD's bank: embeddings that are not of unit length, classes in turn, the last places empty."""
    seeds, classes, kept = case["seeds"], case["classes"], case["bank"]
    held = [k % classes if k < kept["filled"] else -2 for k in range(PLACES)]
    return [logits(seeds, PLACES, WIDTH, salt) / 24 for salt in (0.5, 0.6)], torch.tensor(held), kept["mean"]


def own_crd(st, tt, k, parts, step):
    """The noise-contrastive estimate as a binary classification: one pair against all of the bank of another class."""
    case, t, y = step["case"], step["teacher"], step["labels"]
    (students, teachers), held, mean = bank(case)
    a, b = last(st), last(tt)
    parts.adapter("student", a.shape[-1], WIDTH)
    parts.adapter("teacher", b.shape[-1], WIDTH)
    v, m = F.normalize(parts.adapt("student", a), dim=-1), F.normalize(parts.adapt("teacher", b), dim=-1)
    own = torch.where(y >= 0, y, t.argmax(-1))

    def side(v, m, others, s):
        if mean > 0:
            Z = PLACES * mean
        else:
            Z = PLACES * torch.exp(v @ m.T / k["tau"]).mean().detach()
        loss = []
        for i in range(len(v)):
            # The logit of "it is the pair" is log h, since P = h / (h + 1).
            among = [w for w, c in zip(others, held) if c != -2 and c != own[s, i]]
            score = torch.stack([v[i] @ m[i], *(v[i] @ w for w in among)]) / k["tau"] - math.log(Z)
            truth = torch.tensor([1.0] + [0.0] * len(among))
            loss.append(F.binary_cross_entropy_with_logits(score, truth, reduction="sum"))
        return torch.stack(loss)

    both = [side(v[s], m[s], teachers[s], s) + side(m[s], v[s], students[s], s) for s in range(case["seeds"])]
    return {"contrast": k["beta"] * torch.stack(both)}


def own_reviewkd(st, tt, k, parts, step):
    own, others = stages(st), stages(tt)
    C = others[-1].shape[-1]
    for i, (a, b) in enumerate(zip(own, others), 1):
        parts.adapter(f"in{i}", a.shape[-1], C)
        if i < len(own):
            parts.adapter(f"attention{i}", 2 * C, 2)
        parts.weights(f"out{i}.weight", 9 * C, b.shape[-1])
        parts.constant(f"out{i}.bias", b.shape[-1], 0.0)
    after, total = None, 0
    for i in range(len(own), 0, -1):
        a, b = own[i - 1], others[i - 1]
        x = parts.adapt(f"in{i}", a)
        if after is not None:
            up = F.interpolate(after.flatten(0, 1).permute(0, 3, 1, 2), size=a.shape[2:4], mode="nearest")
            up = up.permute(0, 2, 3, 1).reshape(*x.shape)
            z = torch.sigmoid(parts.adapt(f"attention{i}", torch.cat([x, up], -1)))
            x = x * z[..., :1] + up * z[..., 1:]
        after = x
        kernel = parts[f"out{i}.weight"].reshape(3, 3, C, -1).permute(3, 2, 0, 1)
        y = F.conv2d(x.flatten(0, 1).permute(0, 3, 1, 2), kernel, parts[f"out{i}.bias"], padding=1)
        y = y.permute(0, 2, 3, 1).reshape(*x.shape[:-1], -1)
        y, b = alike(y, b)
        loss, share, every = (y - b).pow(2).flatten(2).mean(-1), 1.0, 1.0
        for side in (4, 2, 1):
            if side < y.shape[2]:
                share /= 2
                every += share
                loss = loss + share * (pooled(y, side, side) - pooled(b, side, side)).pow(2).flatten(2).mean(-1)
        total = total + loss / every
    return {"review": k["beta"] * min(step["progress"] / k["ramp"], 1) * total}


FRAME = {"r": 0.7, "a": 0.5, "T": 2}
FEATURES = {
    "fitnets": (own_fitnets, [{"layer": "middle", "beta": 10}, {"layer": "last", "beta": 2}], "images vectors"),
    "at": (own_at, [{"beta": 1000}], "images"),
    "nst": (own_nst, [{"beta": 50}], "images"),
    "rkd": (own_rkd, [{"lambdaD": 25, "lambdaA": 50}], "images vectors"),
    "sp": (own_sp, [{"beta": 3000}], "images vectors"),
    "cc": (own_cc, [{"beta": 100}], "images"),
    "pkt": (own_pkt, [{"beta": 30000}], "images"),
    "vid": (own_vid, [{"beta": 1}], "images vectors"),
    "ab": (own_ab, [{"beta": 3, "E": 0}], "images vectors"),
    "crd": (own_crd, [{"beta": 0.8, "tau": 0.07, "K": PLACES}, {"beta": 2, "tau": 0.5, "K": PLACES}], "images vectors"),
    "reviewkd": (own_reviewkd, [{"beta": 1, "ramp": 0.08}], "images"),
}
BANKS = {"crd": {"images": {"filled": 20, "mean": 0}, "vectors": {"filled": PLACES, "mean": 1.5}}}


def feature_cases():
    for method, (own, settings, kinds) in FEATURES.items():
        for knobs in settings:
            for kind in kinds.split():
                case = {"seeds": 2, "batch": 5, "classes": 3, "labeled": 3}
                if method in BANKS:
                    case["bank"] = BANKS[method][kind]
                knobs = {**FRAME, **knobs}
                s, t, y, scale = given(case)
                st, tt = tapped(case, TAPS[kind][0], 0.3), tapped(case, TAPS[kind][1], 0.4)
                parts = Parts()
                found = {
                    "hard": knobs["r"] * hard(s, y, scale),
                    "soft": knobs["a"] * knobs["T"] ** 2 * kl(t, s, knobs["T"]),
                    **own(st, tt, knobs, parts, {"progress": 0.5, "teacher": t, "labels": y, "case": case}),
                }
                sum(term.mean(1).sum() for term in found.values()).backward()

                def numbers(t):
                    return [float(f"{v:.7g}") for v in t.grad.flatten().tolist()]

                case.update(
                    method=method,
                    knobs=knobs,
                    taps=kind,
                    terms={name: term.mean(1).tolist() for name, term in found.items()},
                    slope=numbers(s),
                    tapSlopes={n: numbers(t) for n, t in st.items() if t.grad is not None},
                    partSlopes={n: numbers(t) for n, t in parts.items()},
                )
                yield case


def mutual(s, t, y, scale, k):
    peer = logits(*s.shape, 5)
    others = hard(peer, y, scale) + k["lambda"] * kl(s.detach(), peer, 1)
    return {"hard": hard(s, y, scale), "mutual": k["lambda"] * kl(peer, s, 1), "others": others}


def amal(s, t, y, scale, k):  # with the weights as they are at first
    return {"hard": 0.1 * hard(s, y, scale), "soft": 0.9 * k["T"] ** 2 * kl(t, s, k["T"])}


def dot_walk():
    """Softmax regression by DOT: a gradient and a velocity for each of the two losses, one weight decay."""
    walk = {"rate": 0.3, "momentum": 0.85, "weightDecay": 0.01, "delta": 0.075, "T": 4, "alpha": 0.9, "steps": 4}
    features, classes, batch = 5, 4, 6
    w = (logits(1, features, classes, 3)[0] / 6).requires_grad_()
    x, t = logits(1, batch, features, 4)[0], logits(1, batch, classes, 2)
    y = torch.tensor([[i % classes for i in range(batch)]])
    mu, delta, a, T = walk["momentum"], walk["delta"], walk["alpha"], walk["T"]
    labels, teacher = torch.zeros_like(w), torch.zeros_like(w)
    for _ in range(walk["steps"]):
        s = (x @ w)[None]
        (g1,) = torch.autograd.grad((1 - a) * hard(s, y, 1).mean(), w, retain_graph=True)
        (g2,) = torch.autograd.grad(a * T**2 * kl(t, s, T).mean(), w)
        labels = (mu - delta) * labels + g1 + walk["weightDecay"] * w.detach()
        teacher = (mu + delta) * teacher + g2
        w = (w.detach() - walk["rate"] * (labels + teacher)).requires_grad_()
    walk["weights"] = w.flatten().tolist()
    return walk


METHODS = {
    "mse": (mse, [{"alpha": 0.9}, {"alpha": 0.3}]),
    "dkd": (dkd, [{"T": 4, "alpha": 1, "beta": 8, "ramp": 0.08, "lambda": 1}, {"T": 1, "alpha": 2, "beta": 0.5, "ramp": 0.8, "lambda": 0.5}]),
    "logit-standard": (logit_standard, [{"T": 2, "mu": 9, "lambda": 0.1}, {"T": 1, "mu": 2, "lambda": 1}]),
    "dist": (dist, [{"T": 4, "beta": 2, "gamma": 2, "lambda": 1}, {"T": 1, "beta": 1, "gamma": 0.5, "lambda": 0.2}]),
    "wsld": (wsld, [{"T": 4, "alpha": 2.2, "lambda": 1}, {"T": 2, "alpha": 1, "lambda": 0.5}]),
    "mutual": (mutual, [{"lambda": 1}, {"lambda": 2.5}]),
    "amal": (amal, [{"T": 4}, {"T": 1}]),
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

cases.extend(feature_cases())
json.dump({"cases": cases, "dot": dot_walk()}, sys.stdout, separators=(",", ":"))
sys.stdout.write("\n")
