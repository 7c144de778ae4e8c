"""Trains a network with scikit-learn or PyTorch, and prints its measurements, one line of JSON each.

python3 peers.py scikit-learn|pytorch REQUEST, a file of JSON: train and test (each features, a file of little-endian 32-bit
floats, and labels, a file of bytes), inputs, hidden, classes, batch, epochs, seed, threads; and loss or accuracy, in that
case the test rows are evaluated after every epoch, and training stops when that value is reached.

The first line is {"about": …} or {"notMeasured": …}. Then there is a line per epoch: {"seconds": …}, of training only; or, if the
test rows are evaluated, {"seconds": …, "evaluation": …, "loss": …, "accuracy": …}.
"""
import json
import sys
import time
import warnings

LEARNING_RATE = 0.001


def say(**line):
    print(json.dumps(line), flush=True)


def rows(of, inputs):
    import numpy as np

    labels = np.fromfile(of["labels"], np.uint8).astype(np.int64)
    return np.fromfile(of["features"], "<f4").reshape(len(labels), inputs), labels


def kernels():
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return ""
    found = {
        " ".join(str(of[key]) for key in ("internal_api", "version", "architecture") if of.get(key))
        for of in threadpool_info()
        if of["user_api"] == "blas"
    }
    return "; " + " and ".join(sorted(found)) if found else ""


def reached(request, loss, accuracy):
    return loss <= request["loss"] if "loss" in request else accuracy >= request["accuracy"]


def epochs_until_reached(request, epoch, evaluate):
    for _ in range(request["epochs"]):
        start = time.perf_counter()
        epoch()
        trained = time.perf_counter()
        loss, accuracy = evaluate()
        evaluated = time.perf_counter()
        say(seconds=trained - start, evaluation=evaluated - trained, loss=float(loss), accuracy=float(accuracy))
        if reached(request, loss, accuracy):
            return


def scikit_learn(request):
    import numpy
    import sklearn
    from sklearn.metrics import log_loss
    from sklearn.neural_network import MLPClassifier

    warnings.simplefilter("ignore")
    say(about=f"scikit-learn {sklearn.__version__}, NumPy {numpy.__version__}{kernels()}")
    x, y = rows(request["train"], request["inputs"])
    model = MLPClassifier(
        request["hidden"],
        alpha=0,
        batch_size=request["batch"],
        learning_rate_init=LEARNING_RATE,
        max_iter=request["epochs"],
        n_iter_no_change=request["epochs"] + 1,
        random_state=request["seed"],
    )
    if "test" not in request:
        start = time.perf_counter()
        model.fit(x, y)
        seconds = (time.perf_counter() - start) / request["epochs"]
        for _ in range(request["epochs"]):  # the mean, because fit has no callback per epoch
            say(seconds=seconds)
        return
    test_x, test_y = rows(request["test"], request["inputs"])
    classes = numpy.arange(request["classes"])

    def evaluate():
        p = model.predict_proba(test_x)
        return log_loss(test_y, p, labels=classes), (p.argmax(axis=1) == test_y).mean()

    epochs_until_reached(request, lambda: model.partial_fit(x, y, classes=classes), evaluate)


def pytorch(request):
    import torch
    from torch import nn

    torch.set_num_threads(request["threads"])
    torch.manual_seed(request["seed"])
    say(about=f"PyTorch {torch.__version__}, eager, fused Adam; {torch.backends.cpu.get_cpu_capability()}")
    x, y = (torch.from_numpy(of) for of in rows(request["train"], request["inputs"]))
    widths = [request["inputs"], *request["hidden"], request["classes"]]
    layers = []
    for n_in, n_out in zip(widths, widths[1:]):
        layer = nn.Linear(n_in, n_out)
        nn.init.xavier_uniform_(layer.weight)
        nn.init.zeros_(layer.bias)
        layers += [layer, nn.ReLU()]
    model = nn.Sequential(*layers[:-1])
    cross_entropy = nn.CrossEntropyLoss()
    adam = torch.optim.Adam(model.parameters(), lr=LEARNING_RATE, fused=True)

    def epoch():
        for batch in torch.randperm(len(x)).split(request["batch"]):
            adam.zero_grad()
            cross_entropy(model(x[batch]), y[batch]).backward()
            adam.step()

    if "test" not in request:
        for _ in range(request["epochs"]):
            start = time.perf_counter()
            epoch()
            say(seconds=time.perf_counter() - start)
        return
    test_x, test_y = (torch.from_numpy(of) for of in rows(request["test"], request["inputs"]))

    def evaluate():
        with torch.no_grad():
            z = model(test_x)
            return cross_entropy(z, test_y).item(), (z.argmax(dim=1) == test_y).float().mean().item()

    epochs_until_reached(request, epoch, evaluate)


if __name__ == "__main__":
    trainer, file = sys.argv[1:]
    with open(file, encoding="utf-8") as opened:
        asked = json.load(opened)
    try:
        {"scikit-learn": scikit_learn, "pytorch": pytorch}[trainer](asked)
    except ImportError as missing:
        say(notMeasured=str(missing))
