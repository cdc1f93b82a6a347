"""Fits a polynomial to noisy points by gradient descent; Python's standard library only.

Parameters come as JSON in PACKTRAIN_PARAMS. Reports go, a JSON object a line, to the file PACKTRAIN_EVENTS:
    {"metric": {"loss": 0.5}, "step": 10}     a measurement on the way
    {"result": {"loss": 0.1}}                 the result
Without Packtrain it runs as well:  python3 train.py
"""

import json
import math
import os
import random

STEPS = 300
REPORT_EVERY = 50


def points(seed, count):
    """Points of a sine with noise, as (x, y)."""
    rng = random.Random(seed)
    xs = [rng.uniform(-1, 1) for _ in range(count)]
    return [(x, math.sin(3 * x) + rng.gauss(0, 0.1)) for x in xs]


def legendre(x, degree):
    """Legendre polynomials up to a degree: they make the descent well-conditioned."""
    values = [1.0, x]
    for n in range(1, degree):
        values.append(((2 * n + 1) * x * values[n] - n * values[n - 1]) / (n + 1))
    return values[: degree + 1]


def mean_squared_error(weights, features, targets):
    errors = (
        sum(w * f for w, f in zip(weights, row)) - y for row, y in zip(features, targets)
    )
    return sum(e * e for e in errors) / len(targets)


def report(event):
    """Appends one line; a line is written at once, so that several processes may report."""
    path = os.environ.get("PACKTRAIN_EVENTS")
    line = json.dumps(event)
    if path is None:
        print(line)
        return
    with open(path, "a", encoding="utf-8") as events:
        events.write(line + "\n")


def rate_at(step, params):
    """The learning rate of a step."""
    rate = params.get("learningRate", 0.1)
    if params.get("schedule", "constant") == "constant":
        return rate
    warmup = params.get("warmup", 0)
    if step < warmup:
        return rate * (step + 1) / warmup
    return rate * 0.5 * (1 + math.cos(math.pi * (step - warmup) / (STEPS - warmup)))


def main():
    params = json.loads(os.environ.get("PACKTRAIN_PARAMS", "{}"))
    degree = params.get("degree", 5)
    momentum = params.get("momentum", 0.5)
    train, held_out = points(1, 80), points(2, 200)
    features = [legendre(x, degree) for x, _ in train]
    targets = [y for _, y in train]
    test_features = [legendre(x, degree) for x, _ in held_out]
    test_targets = [y for _, y in held_out]
    weights = [0.0] * (degree + 1)
    velocity = [0.0] * (degree + 1)
    for step in range(STEPS):
        rate = rate_at(step, params)
        gradient = [0.0] * (degree + 1)
        for row, y in zip(features, targets):
            error = sum(w * f for w, f in zip(weights, row)) - y
            for i, f in enumerate(row):
                gradient[i] += 2 * error * f / len(targets)
        for i, g in enumerate(gradient):
            velocity[i] = momentum * velocity[i] - rate * g
            weights[i] += velocity[i]
        if (step + 1) % REPORT_EVERY == 0:
            loss = mean_squared_error(weights, test_features, test_targets)
            if not math.isfinite(loss):
                break
            report({"metric": {"loss": loss}, "step": step + 1})
    loss = mean_squared_error(weights, test_features, test_targets)
    # A descent that ran away has no loss to speak of; a large number says so and stays comparable.
    report({"result": {"loss": loss if math.isfinite(loss) else 1e9}})
    print(f"degree {degree}: held-out loss {loss:.4f}")


if __name__ == "__main__":
    main()
