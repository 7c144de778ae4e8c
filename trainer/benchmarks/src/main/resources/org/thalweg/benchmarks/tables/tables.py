"""Trains scikit-learn's multilayer perceptron on a generated table, and prints its measures on other rows as JSON.

python3 tables.py churn|demand|clicks|topics TRAIN TEST SEED EARLY_STOPPING(true|false)
"""
import csv
import json
import sys
import warnings

import numpy as np
from scipy import sparse
from sklearn import metrics
from sklearn.impute import SimpleImputer
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from sklearn.utils import murmurhash3_32


def columns_of_csv(path):
    with open(path, newline="") as file:
        rows = csv.reader(file)
        names = next(rows)
        return dict(zip(names, zip(*rows)))


def numbers(cells):
    return np.array([np.nan if cell in ("", None) else float(cell) for cell in cells])


def days(cells):
    """Year, and month, day of the month, day of the week and day of the year as sine and cosine."""
    dates = np.array(cells, "datetime64[D]")
    months = dates.astype("datetime64[M]")
    years = dates.astype("datetime64[Y]")
    parts = [years.astype(float)]
    for part, period in (
        ((months - years).astype(float), 12),
        ((dates - months).astype(float), 31),
        ((dates.astype(int) + 3) % 7.0, 7),
        ((dates - years).astype(float), 366),
    ):
        parts += [np.sin(2 * np.pi * part / period), np.cos(2 * np.pi * part / period)]
    return parts


def hours(cells):
    hour = (np.array(cells, "datetime64[h]").astype(int) % 24).astype(float)
    return [np.sin(2 * np.pi * hour / 24), np.cos(2 * np.pi * hour / 24)]


def hashed(name, cells, buckets):
    places = [murmurhash3_32(name + "=" + cell, positive=True) % buckets for cell in cells]
    count = len(cells)
    return sparse.csr_matrix((np.ones(count, np.float32), (np.arange(count), places)), (count, buckets))


def churn(path):
    columns = columns_of_csv(path)
    of_numbers = ["age", "monthly_charge", "tenure_months", "support_calls", "data_used_gb", "late_payments"]
    dense = [numbers(columns[name]) for name in of_numbers] + days(columns["signup_date"])
    texts = [columns[name] for name in ("plan", "region", "device")]
    return dense, texts, [], np.array(columns["churned"]) == "yes"


def demand(path):
    import pyarrow.parquet as parquet

    table = parquet.read_table(path).flatten()
    columns = {name: table[name].to_pylist() for name in table.column_names}
    of_numbers = ["shop.area", "product.price", "product.stock", "promotion", "temperature"]
    dense = [numbers(columns[name]) for name in of_numbers] + days(columns["sold_at"]) + hours(columns["sold_at"])
    return dense, [columns["shop.id"], columns["shop.kind"]], [], numbers(columns["revenue"])


def clicks(path):
    columns = columns_of_csv(path)
    dense = [numbers(columns[name]) for name in ("hour", "position", "seen_before")]
    wide = [hashed("user", columns["user"], 65536), hashed("advert", columns["advert"], 8192)]
    return dense, [columns["site"]], wide, np.array(columns["clicked"]) == "1"


def topics(path):
    columns = columns_of_csv(path)
    dense = [numbers(cells) for name, cells in columns.items() if name.startswith("x")]
    labels = [np.array(cells) == "1" for name, cells in columns.items() if name.startswith("topic")]
    return dense, [], [], np.stack(labels, axis=1)


def inputs(parts, fitted):
    dense, texts, wide = parts
    numbers_in = np.stack(dense, axis=1)
    of_texts = np.stack([np.array(cells, object) for cells in texts], axis=1) if texts else None
    if not fitted:
        fitted["dense"] = make_pipeline(SimpleImputer(add_indicator=True), StandardScaler()).fit(numbers_in)
        fitted["texts"] = OneHotEncoder(handle_unknown="ignore").fit(of_texts) if texts else None
    out = [sparse.csr_matrix(fitted["dense"].transform(numbers_in))]
    if texts:
        out.append(fitted["texts"].transform(of_texts))
    stacked = sparse.hstack(out + wide).tocsr()
    return (stacked if wide else stacked.toarray()).astype(np.float32)


def main(name, train, test, seed, early_stopping):
    read = globals()[name]
    *parts, y = read(train)
    *test_parts, truth = read(test)
    fitted = {}
    x = inputs(parts, fitted)
    x_test = inputs(test_parts, fitted)
    hidden = (32,) if name == "clicks" else (100,)
    # scikit-learn has no early stopping for several labels.
    stops = early_stopping and name != "topics"
    settings = dict(hidden_layer_sizes=hidden, random_state=seed, early_stopping=stops)
    measures = {}
    if name == "demand":
        scaler = StandardScaler().fit(y[:, None])
        model = MLPRegressor(**settings).fit(x, scaler.transform(y[:, None])[:, 0])
        found = scaler.inverse_transform(model.predict(x_test)[:, None])[:, 0]
        measures["testRmse"] = float(np.sqrt(np.mean((found - truth) ** 2)))
        measures["testR2"] = metrics.r2_score(truth, found)
    elif name == "topics":
        model = MLPClassifier(**settings).fit(x, y)
        measures["testMicroF1"] = metrics.f1_score(truth, model.predict(x_test), average="micro")
    else:
        model = MLPClassifier(**settings).fit(x, y)
        scores = model.predict_proba(x_test)[:, 1]
        measures["testRocAuc"] = metrics.roc_auc_score(truth, scores)
        measures["testPrAuc"] = metrics.average_precision_score(truth, scores)
    measures["epochs"] = model.n_iter_
    print(json.dumps(measures))


if __name__ == "__main__":
    warnings.filterwarnings("ignore")
    main(*sys.argv[1:4], int(sys.argv[4]), sys.argv[5] == "true")
