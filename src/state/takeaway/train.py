"""Repeats an experiment of Stillroom, a knowledge-distillation playground, in PyTorch.

    python3 train.py                 every lane and seed of setup.json, for the steps that were taken along
    python3 train.py --steps 100     fewer steps
    python3 train.py --out losses.json

It reads setup.json and data.safetensors beside it: the samples, the order of the batches, the first weights, the
teacher. The losses agree with those of the page up to the rounding of float32. It needs torch (1.13 or later) and numpy.
"""

import argparse
import json
import math
import pathlib
import struct

import numpy as np
import torch
import torch.nn.functional as F


# --- Files -----------------------------------------------------------------------------------------------------------


def read_safetensors(path):
    """The arrays of a safetensors file by name (float32 and int32)."""
    data = path.read_bytes()
    (length,) = struct.unpack("<Q", data[:8])
    header = json.loads(data[8 : 8 + length])
    header.pop("__metadata__", None)
    arrays = {}
    for name, entry in header.items():
        first, last = (8 + length + offset for offset in entry["data_offsets"])
        kind = {"F32": "<f4", "I32": "<i4"}[entry["dtype"]]
        arrays[name] = np.frombuffer(data[first:last], kind).reshape(entry["shape"])
    return arrays


# --- Chance: Philox-2x32-10 (Salmon et al. 2011), a function of key, stream, step and place alone ---------------------


def philox(key, stream, step, count):
    """The words of `count` counters, two each, [2 * count]."""
    mask = np.uint64(0xFFFFFFFF)
    a = np.arange(count, dtype=np.uint64)
    b = np.full(count, (stream * 2**24 + step) & 0xFFFFFFFF, np.uint64)
    k = key
    for _ in range(10):
        product = a * np.uint64(0xD256D193)
        a, b = (product >> np.uint64(32)) ^ np.uint64(k) ^ b, product & mask
        k = (k + 0x9E3779B9) & 0xFFFFFFFF
    return np.stack([a, b], 1).reshape(-1)


def normals(words):
    """As many standard normal numbers as words (Box & Muller 1958)."""
    u, v = words[0::2].astype(np.float64), words[1::2].astype(np.float64)
    radius = np.sqrt(-2 * np.log((u + 0.5) / 2**32))
    angle = 2 * np.pi * (v / 2**32 - 1 / 8)
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], 1).reshape(-1)


def drop_out(x, share, layer, chance):
    """x [batch, units] with units left out by chance; as it is without chance."""
    dropped = round(share * 65536)
    if chance is None or dropped == 0:
        return x
    key, step = chance
    words = philox(key, layer, step, math.ceil(x.numel() / 4))
    halves = np.stack([words & np.uint64(0xFFFF), words >> np.uint64(16)], 1).reshape(-1)[: x.numel()]
    kept = torch.from_numpy((halves >= dropped).astype(np.float32)).reshape(x.shape)
    return x * kept * (65536 / (65536 - dropped))


def augment(x, options, key, step):
    """Samples [batch, ...shape], shifted, mirrored, cut out and shaken by chance."""
    shift, cutout, noise = options["shift"], options["cutout"], options["noise"]
    if not (shift or options["flip"] or cutout or noise):
        return x
    batch, shape = x.shape[0], x.shape[1:]
    height, width, channels = shape if len(shape) == 3 else (x[0].size, 1, 1)
    images = x.reshape(batch, height, width, channels)
    words = philox(key, 0, step, batch)
    where, hole = words[0::2], words[1::2]

    def up_to(n, word, bits):
        return ((word * np.uint64(n)) >> np.uint64(bits)).astype(np.int64)

    right = up_to(2 * shift + 1, where & np.uint64(0xFFFF), 16) - shift
    down = up_to(2 * shift + 1, where >> np.uint64(16), 16) - shift
    mirrored = (hole & np.uint64(1)).astype(bool) & options["flip"]
    left = up_to(width, (hole >> np.uint64(1)) & np.uint64(0x7FFF), 15) - cutout // 2
    top = up_to(height, hole >> np.uint64(16), 16) - cutout // 2

    columns, rows = np.arange(width)[None, :], np.arange(height)[None, :]
    from_x = np.where(mirrored[:, None], width - 1 - columns, columns) - right[:, None]
    from_y = rows - down[:, None]
    inside = ((from_y >= 0) & (from_y < height))[:, :, None] & ((from_x >= 0) & (from_x < width))[:, None, :]
    picked = images[np.arange(batch)[:, None, None], from_y.clip(0, height - 1)[:, :, None], from_x.clip(0, width - 1)[:, None, :]]
    picked = picked * inside[..., None]
    cut_y = (rows >= top[:, None]) & (rows < top[:, None] + cutout)
    cut_x = (columns >= left[:, None]) & (columns < left[:, None] + cutout)
    cut = cut_y[:, :, None] & cut_x[:, None, :]
    if noise:
        features = x[0].size
        even = 2 * math.ceil(features / 2)
        shaken = normals(philox(key, 1, step, batch * even // 2)).reshape(batch, even)[:, :features]
        picked = picked + noise * shaken.reshape(images.shape)
    return np.where(cut[..., None], 0, picked).astype(np.float32).reshape(x.shape)


# --- Networks --------------------------------------------------------------------------------------------------------


def forward(net, p, x, chance=None):
    """Logits of samples x [batch, ...shape], channels last; p are the parameters by name, chance is (key, step)."""
    knobs, widths = net["knobs"], net["widths"]
    if net["model"] == "mlp":
        y = x.reshape(x.shape[0], -1)
        activation = torch.tanh if knobs["activation"] == "tanh" else torch.relu
        for i in range(len(widths)):
            y = activation(y @ p[f"stage{i + 1}.weight"] + p[f"stage{i + 1}.bias"])
            y = drop_out(y, knobs["dropout"], i, chance)
    else:
        y = x.permute(0, 3, 1, 2)
        for i, filters in enumerate(widths):
            name = f"stage{i + 1}"
            kernel = p[f"{name}.weight"].reshape(3, 3, y.shape[1], filters).permute(3, 2, 0, 1)
            y = F.conv2d(y, kernel, p[f"{name}.bias"], 2 if knobs["downsample"] == "stride" else 1, padding=1)
            if knobs["norm"] == "group":
                groups = next(n for n in (4, 3, 2, 1) if filters % n == 0)
                y = F.group_norm(y, groups, p[f"{name}.norm.scale"], p[f"{name}.norm.shift"], 1e-5)
            y = torch.relu(y)
            if knobs["downsample"] == "pool":
                y = F.max_pool2d(y, 2)
        y = drop_out(y.mean((2, 3)), knobs["dropout"], 0, chance)
    return y @ p["head.weight"] + p["head.bias"]


def detect(net, p, x, anchors):
    """Logits [batch, anchors, classes] and boxes [batch, anchors, 4] of scenes x, channels last (RetinaNet)."""

    def conv(y, name, stride=1, kernel=3):
        weight = p[f"{name}.weight"].reshape(kernel, kernel, y.shape[1], -1).permute(3, 2, 0, 1)
        return F.conv2d(y, weight, p[f"{name}.bias"], stride, padding=kernel // 2)

    y = x.permute(0, 3, 1, 2)
    stages = []
    for i in range(len(net["widths"])):
        y = torch.relu(conv(y, f"stage{i + 1}", stride=2))
        stages.append(y)
    levels = []
    for i, stride in reversed(list(enumerate(anchors["strides"]))):
        y = conv(stages[stride.bit_length() - 2], f"lateral{i + 1}", kernel=1)
        levels.insert(0, y + F.interpolate(levels[0], scale_factor=2) if levels else y)

    def head(name, each):
        said = [conv(torch.relu(conv(y, f"{name}.hidden")), f"{name}.out").permute(0, 2, 3, 1) for y in levels]
        return torch.cat([y.reshape(len(x), -1, each) for y in said], 1)

    each = len(anchors["scales"]) * len(anchors["ratios"])
    return head("class", p["class.out.bias"].numel() // each), head("box", 4)


# --- Losses: each term is one number a sample, [batch] ----------------------------------------------------------------


def cross_entropy(logits, labels, epsilon=0.0):
    """With labels smoothed by epsilon; 0 where a label is -1."""
    each = F.cross_entropy(logits, labels.clamp(min=0), reduction="none", label_smoothing=epsilon)
    return torch.where(labels >= 0, each, torch.zeros_like(each))


def divergence(student, teacher, T):
    """KL(teacher || student) at temperature T (a number or one a sample), and the teacher's entropy there."""
    T = T[:, None] if torch.is_tensor(T) else T
    log_q, log_p = F.log_softmax(teacher / T, 1), F.log_softmax(student / T, 1)
    return (log_q.exp() * (log_q - log_p)).sum(1), -(log_q.exp() * log_q).sum(1)


class ReversedTemperature(torch.autograd.Function):
    """start + range * sigmoid(raw), raw within +-8, with the gradient reversed and scaled (CTKD)."""

    @staticmethod
    def forward(ctx, raw, start, span, scale):
        share = torch.sigmoid(raw.clamp(-8, 8))
        ctx.save_for_backward(share)
        ctx.factor = -scale * span
        return start + span * share

    @staticmethod
    def backward(ctx, upstream):
        (share,) = ctx.saved_tensors
        return upstream * ctx.factor * share * (1 - share), None, None, None


def terms_of(lane, knobs, student, teacher, labels, scale, progress, parts, weigh):
    """The named terms of a lane's loss. `scale` makes a mean over the batch one over its labeled samples."""
    method = lane["method"]
    hard = cross_entropy(student, labels, knobs["epsilon"]) * scale
    if method == "alone":
        return {"hard": hard}
    alpha = knobs["alpha"]
    hard = (1 - alpha) * hard
    if method == "pseudo-labels":
        return {"hard": hard, "pseudo": alpha * cross_entropy(student, teacher.argmax(1))}
    if method == "ctkd":
        raw = parts.get("raw")
        if raw is None:  # a temperature for each sample
            seen = torch.cat([teacher, student.detach()], 1)
            raw = (torch.relu(seen @ parts["w1"] + parts["b1"]) @ parts["w2"] + parts["b2"])[:, 0]
        ramp = knobs["ramp"]
        lam = math.sin(math.pi / 2 * min(max(progress / ramp, 0), 1)) ** 2 if ramp > 0 else 1.0
        T = ReversedTemperature.apply(raw, knobs["start"], knobs["range"], lam).expand(len(labels))
        return {"hard": hard, "soft": alpha * T**2 * divergence(student, teacher, T)[0]}

    T = knobs["T"]
    gap, entropy = divergence(student, teacher, T)
    if method == "kd":
        return {"hard": hard, "soft": alpha * T**2 * gap}
    if method == "adl":
        learn = knobs["learn"]
        D = (gap if knobs["mimic"] else 0) + (knobs["beta"] * entropy if learn else 0 * gap)
        weight = (-torch.expm1(-D)).clamp(min=1e-12) ** (knobs["gamma"] if learn or knobs["mimic"] else 0)
        weight = weight if knobs["attached"] else weight.detach()
        core = gap + entropy if knobs["core"] == "ce" else gap
        return {"hard": hard, "soft": alpha * T**2 * weight * core}
    if method == "own-weight":
        weights = own_weights(weigh, gap, entropy, F.softmax(teacher / T, 1).max(1).values, progress)
        return {"hard": hard, "soft": alpha * T**2 * weights * gap}
    raise SystemExit(f"This script knows no method {method}.")


def own_weights(weigh, gap, entropy, certainty, progress):
    """The weights that were written on the page, one for each of the numbers; constants, and 0 where one is no number."""
    given = torch.stack([gap.clamp(min=0), entropy.clamp(min=0), certainty], -1).detach().reshape(-1, 3).numpy()
    with np.errstate(all="ignore"):
        weights = [weigh(k, h, c, np.float32(progress)) for k, h, c in given]
    return torch.tensor([float(w) if np.isfinite(w) else 0.0 for w in weights]).reshape(gap.shape)


BACKGROUND, NOT_COUNTED = -1, -2


def anchors_of(run, arrays, lane, places):
    """Targets and deltas of a batch's anchors, and which of them are imitated: by labels, then as the teacher has found."""
    batch = run["batch"]
    rows = torch.from_numpy(arrays["train.labels"][places].copy())
    if f"{lane['id']}.found" in arrays:
        rows[batch:] = torch.from_numpy(arrays[f"{lane['id']}.found"][places[batch:]].copy())
    else:
        rows[batch:] = NOT_COUNTED
    count = rows.shape[1] // 5
    targets, deltas = rows[:, :count], rows[:, count:].reshape(len(rows), count, 4)
    counted = (targets > NOT_COUNTED).float()
    if f"{lane['id']}.found" not in arrays:
        counted[batch:] = 1.0
    if lane["method"] == "focal" and lane["knobs"]["k"] > 0:
        targets = torch.where((targets == lane["knobs"]["k"] - 1) | (targets < 0), targets, float(BACKGROUND))
    return targets, deltas, counted


def giou(boxes, deltas):
    """How much boxes overlap, both told from an anchor, whose sides are 1 here: the ratios of areas are the same."""

    def corners(d):
        half = d[..., 2:].clamp(max=math.log(1000 / 16)).exp() / 2
        return d[..., :2] - half, d[..., :2] + half

    (low, high), (start, end) = corners(boxes), corners(deltas)
    shared = (torch.minimum(high, end) - torch.maximum(low, start)).clamp(min=0).prod(-1)
    union = (high - low).prod(-1) + (end - start).prod(-1) - shared
    around = (torch.maximum(high, end) - torch.minimum(low, start)).prod(-1)
    return shared / union - (around - union) / around


def detector_terms(lane, knobs, said, teacher, matched, progress, weigh):
    """The named terms of a detector's loss, each one number: sums over the batch, divided by objects or by what the teacher says."""
    (logits, boxes), (targets, deltas, counted) = said, matched
    objects = (targets >= 0).sum().clamp(min=1)
    right = (targets[..., None] == torch.arange(logits.shape[-1])).float()
    z = logits * (2 * right - 1)
    share = right * knobs["alpha0"] + (1 - right) * (1 - knobs["alpha0"])
    each = (share * torch.exp(-knobs["gamma0"] * F.softplus(z)) * F.softplus(-z)).sum(-1)
    hard = (each * (targets > NOT_COUNTED)).sum() / objects
    if knobs["boxes"] == "giou":
        apart = 1 - giou(boxes, deltas)
    else:
        apart = F.smooth_l1_loss(boxes, deltas, reduction="none", beta=1 / 9).sum(-1)
    box = (apart * (targets >= 0)).sum() / objects
    if lane["method"] in ("focal", "pseudo-boxes"):
        return {"hard": hard, "box": box}

    q = torch.sigmoid(teacher)
    entropy = F.softplus(teacher) - q * teacher
    crossed = F.softplus(logits) - q * logits
    core, weight = crossed - entropy, 1
    if lane["method"] == "detector-adl":
        learn, mimic = knobs["learn"], knobs["mimic"]
        D = mimic * core + (knobs["beta"] if learn else 0) * entropy
        weight = (-torch.expm1(-D)).clamp(min=1e-12) ** (knobs["gamma"] if learn or mimic else 0)
        weight = weight if knobs["attached"] else weight.detach()
        core = crossed if knobs["core"] == "ce" else core
    if lane["method"] == "detector-own-weight":
        weight = own_weights(weigh, core, entropy, torch.maximum(q, 1 - q), progress)
    divisor = (q ** knobs["power"]).sum().clamp(min=1) if knobs["per"] == "mass" else objects
    return {"hard": hard, "box": box, "soft": knobs["lambda"] * ((weight * core).sum(-1) * counted).sum() / divisor}


def wgsl():
    """WGSL's functions of numbers, for weights that were written on the page."""
    f32 = np.float32
    known = {name: getattr(np, name) for name in "abs ceil cos cosh degrees exp exp2 floor log log2 radians sign sin sinh sqrt tan tanh trunc".split()}
    for name in "acos acosh asin asinh atan atanh".split():
        known[name] = getattr(np, name.replace("a", "arc", 1))
    saturate = lambda x: np.minimum(np.maximum(x, f32(0)), f32(1))

    def smoothstep(low, high, x):
        t = saturate((x - low) / (high - low))
        return t * t * (f32(3) - f32(2) * t)

    known.update(
        f32=f32,
        fract=lambda x: x - np.floor(x),
        inverseSqrt=lambda x: f32(1) / np.sqrt(x),
        round=np.rint,
        saturate=saturate,
        atan2=np.arctan2,
        max=np.maximum,
        min=np.minimum,
        pow=lambda x, y: f32("nan") if x < 0 else np.power(x, y),
        step=lambda edge, x: f32(edge <= x),
        clamp=lambda x, low, high: np.minimum(np.maximum(x, low), high),
        fma=lambda a, b, c: a * b + c,
        mix=lambda a, b, t: a * (f32(1) - t) + b * t,
        smoothstep=smoothstep,
        select=lambda no, yes, condition: yes if condition else no,
        rem=np.fmod,
    )
    return {f"wgsl_{name}": function for name, function in known.items()}


# --- Optimizers ------------------------------------------------------------------------------------------------------


def optimizer_of(training, parameters):
    decay, momentum = training["weightDecay"], training["momentum"]
    if training["optimizer"] == "sgd":
        return torch.optim.SGD(parameters, lr=0.0, momentum=momentum, weight_decay=decay)
    kind = torch.optim.AdamW if training["optimizer"] == "adamw" else torch.optim.Adam
    return kind(parameters, lr=0.0, betas=(momentum, 0.999), eps=1e-8, weight_decay=decay)


def step(optimizer, rate):
    for group in optimizer.param_groups:
        group["lr"] = rate
    optimizer.step()


def schedule(training, step, total):
    """Progress, and what warm-up and schedule make of the learning rate; step counts from 0."""
    last = max(1, total - 1)
    progress = min(1, step / last)
    factor = 1.0
    if training["schedule"] == "step":
        factor = 0.01 if 20 * step >= 17 * last else 0.1 if 20 * step >= 12 * last else 1.0
    if training["schedule"] == "cosine":
        factor = 0.5 * (1 + math.cos(math.pi * progress))
    if training["warmup"] > 0:
        factor *= min(1, (step + 1) / (training["warmup"] * total))
    return progress, factor


# The optimizer of a learned temperature (CTKD), whatever the student's is.
TEMPERATURE = {"optimizer": "sgd", "momentum": 0.9, "weightDecay": 5e-4}


# --- The run ---------------------------------------------------------------------------------------------------------


def tensors(arrays, prefix, seed, train=True):
    """The parameters under a name, of one seed."""
    own = {name[len(prefix) :]: array[seed] for name, array in arrays.items() if name.startswith(prefix)}
    return {name: torch.from_numpy(array.copy()).requires_grad_(train) for name, array in own.items()}


def run_lane(run, arrays, lane, seed, steps):
    """The series of a lane and seed, and its accuracy on the test set at the end (none of a detector)."""
    training, knobs = run["training"], dict(lane["knobs"])
    student = tensors(arrays, f"{lane['id']}.student.", seed)
    parts = tensors(arrays, f"{lane['id']}.part.", seed)
    teacher = tensors(arrays, "teacher.", 0, train=False)
    optimizer = optimizer_of(training, list(student.values()))
    parts_optimizer = optimizer_of(TEMPERATURE, list(parts.values())) if parts else None
    weigh = load_weight(lane["code"]) if lane.get("code") else None
    batch = run["batch"]
    series = {"loss": []}

    for k in range(steps):
        for turn in run["turns"]:
            if turn["lane"] == lane["id"] and turn["step"] == k:
                if "code" in turn:
                    weigh = load_weight(turn["code"])
                else:
                    knobs[turn["knob"]] = turn["value"]
        progress, factor = schedule(training, k, run["totalSteps"])
        places = arrays["order"][seed, k]
        x = augment(arrays["train.x"][places], run["augment"], run["keys"]["augment"][seed], k)
        labels = torch.from_numpy(arrays["train.y"][places].astype(np.int64))
        labels[batch:] = -1  # the pool: seen without labels
        if lane["method"] in ("alone", "focal"):
            x, labels, places = x[:batch], labels[:batch], places[:batch]
        x = torch.from_numpy(np.ascontiguousarray(x))

        if "anchors" in run:
            with torch.no_grad():
                told = detect(run["teacher"], teacher, x, run["anchors"])[0]
            said = detect(run["student"], student, x, run["anchors"])
            matched = anchors_of(run, arrays, lane, places)
            terms = detector_terms(lane, knobs, said, told, matched, progress, weigh)
        else:
            logits = forward(run["student"], student, x, (run["keys"]["dropout"][seed], k))
            with torch.no_grad():
                told = forward(run["teacher"], teacher, x)
            scale = len(labels) / batch
            terms = terms_of(lane, knobs, logits, told, labels, scale, progress, parts, weigh)
        means = {name: term.mean() for name, term in terms.items() if name not in lane["without"]}
        loss = sum(means.values())

        for parameter in [*student.values(), *parts.values()]:
            parameter.grad = None
        loss.backward()
        if training["clip"] > 0:
            torch.nn.utils.clip_grad_norm_(student.values(), training["clip"])
        step(optimizer, training["rate"] * factor)
        if parts_optimizer:
            step(parts_optimizer, knobs["eta"] * factor)
        series["loss"].append(loss.item())
        for name, mean in means.items():
            series.setdefault(f"term.{name}", []).append(mean.item())

    if "anchors" in run:  # average precision is left to the page
        return {"series": series, "testAccuracy": None}
    with torch.no_grad():
        guesses = forward(run["student"], student, torch.from_numpy(arrays["test.x"].copy())).argmax(1)
    accuracy = (guesses.numpy() == arrays["test.y"]).mean()
    return {"series": series, "testAccuracy": float(accuracy)}


def load_weight(code):
    """The lane's own weight a sample, which was translated from WGSL when this folder was made."""
    names = wgsl()
    exec(code, names)  # it comes from setup.json beside this script
    return names["weight"]


def main():
    parser = argparse.ArgumentParser(description="Repeats an experiment of Stillroom in PyTorch.")
    parser.add_argument("--steps", type=int, help="how many steps; all that were taken along if not said")
    parser.add_argument("--out", help="a file for all losses, JSON")
    options = parser.parse_args()
    folder = pathlib.Path(__file__).resolve().parent
    run = json.loads((folder / "setup.json").read_text(encoding="utf-8"))["run"]
    arrays = read_safetensors(folder / "data.safetensors")
    torch.set_num_threads(min(4, torch.get_num_threads()))
    steps = min(options.steps or run["steps"], run["steps"])
    results = {}
    for lane in run["lanes"]:
        for seed, name in enumerate(run["seeds"]):
            result = run_lane(run, arrays, lane, seed, steps)
            results.setdefault(lane["id"], []).append(result)
            loss, accuracy = result["series"]["loss"], result["testAccuracy"]
            end = "" if accuracy is None else f", test accuracy {accuracy:.4f}"
            print(f"{lane['name']}, seed {name}: loss {loss[0]:.6f} -> {loss[-1]:.6f} in {steps} steps{end}")
    if options.out:
        pathlib.Path(options.out).write_text(json.dumps(results), encoding="utf-8")


if __name__ == "__main__":
    main()
