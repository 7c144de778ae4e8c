#!/usr/bin/env python3
"""Predicts by a model of Thalweg's, with NumPy alone: what MODEL-FORMAT.md says, in Python.

    python3 predict.py MODEL.safetensors ROWS

ROWS is a CSV file in UTF-8 with a header, commas and decimal points, or one of JSON lines: each row an object by column, or an array of cells in the order of
the model's columns. Prints a line of JSON for each row, and on standard error how many rows had categories that the model
does not know.
"""

import csv
import datetime
import json
import math
import re
import struct
import sys
from collections import Counter

import numpy as np


def read_tensors(path):
    """The metadata and the tensors of a file of safetensors."""
    with open(path, "rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
        data = file.read()
    metadata = header.pop("__metadata__")
    tensors = {
        name: np.frombuffer(data[entry["data_offsets"][0] : entry["data_offsets"][1]], "<f4").reshape(entry["shape"])
        for name, entry in header.items()
    }
    return metadata, tensors


def names(text):
    """A list of names, in which {"name": 3} stands for three of one name."""
    listed = []
    for item in json.loads(text):
        listed += [item] if isinstance(item, str) else [name for name, count in item.items() for _ in range(count)]
    return listed


# How a row's cells become inputs.


def murmur3(data):
    """MurmurHash3 of bytes: x86, 32 bits, seed 0."""

    def rotated(x, by):
        return (x << by | x >> 32 - by) & 0xFFFFFFFF

    h = 0
    whole = len(data) // 4 * 4
    for at in range(0, whole, 4):
        k = int.from_bytes(data[at : at + 4], "little") * 0xCC9E2D51 & 0xFFFFFFFF
        h = rotated(h ^ rotated(k, 15) * 0x1B873593 & 0xFFFFFFFF, 13) * 5 + 0xE6546B64 & 0xFFFFFFFF
    if whole < len(data):
        k = int.from_bytes(data[whole:], "little") * 0xCC9E2D51 & 0xFFFFFFFF
        h ^= rotated(k, 15) * 0x1B873593 & 0xFFFFFFFF
    h ^= len(data)
    h = (h ^ h >> 16) * 0x85EBCA6B & 0xFFFFFFFF
    h = (h ^ h >> 13) * 0xC2B2AE35 & 0xFFFFFFFF
    return h ^ h >> 16


def is_missing(cell):
    return cell is None or isinstance(cell, str) and not cell.strip() or isinstance(cell, float) and math.isnan(cell)


def number(cell):
    """A cell as the nearest 32-bit float; NaN for a missing one."""
    if is_missing(cell) or isinstance(cell, str) and cell.strip().lower() == "nan":
        return np.float32("nan")
    try:
        return np.float32(float(cell))
    except ValueError:
        raise ValueError(f"expected a number with a decimal point, found {cell!r}") from None


def category(cell):
    """A cell as a category: 7, 7.0 and "7" are one."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        if cell == int(cell) and abs(cell) < 1e15:
            return str(int(cell))
        if 1e-3 <= abs(cell) < 1e7:
            return repr(cell)
        digits, exponent = np.format_float_scientific(cell, trim="0").split("e")
        return f"{digits}E{int(exponent)}"
    return str(cell)


# Of a part of a date: how often it comes again, where it is counted from, and its value.
PARTS = {
    "year": (0, 0, lambda time, since: time.year),
    "month": (12, 1, lambda time, since: time.month),
    "dayOfMonth": (31, 1, lambda time, since: time.day),
    "dayOfWeek": (7, 1, lambda time, since: time.isoweekday()),
    "dayOfYear": (366, 1, lambda time, since: time.timetuple().tm_yday),
    "hour": (24, 0, lambda time, since: time.hour),
    "minute": (60, 0, lambda time, since: time.minute),
    "daysSince": (0, 0, lambda time, since: (time - since) / datetime.timedelta(days=1)),
    "secondsSince": (0, 0, lambda time, since: (time - since) / datetime.timedelta(seconds=1)),
}

# Letters of java.time.DateTimeFormatter in the terms of strptime.
DATE_FORMATS = {
    **dict.fromkeys(("yyyy", "uuuu", "y", "u"), "%Y"),
    **dict.fromkeys(("MM", "M"), "%m"),
    **dict.fromkeys(("dd", "d"), "%d"),
    **dict.fromkeys(("HH", "H"), "%H"),
    "yy": "%y",
    "uu": "%y",
    "MMM": "%b",
    "MMMM": "%B",
    "mm": "%M",
    "ss": "%S",
}


def strptime_format(java):
    """A format of java.time.DateTimeFormatter as one of strptime, of the letters that DATE_FORMATS has."""
    text = ""
    for token in re.finditer(r"'([^']*)'|(([A-Za-z])\3*)|(.)", java):
        quoted, letters, _, other = token.groups()
        if letters and letters not in DATE_FORMATS:
            raise ValueError(f"date format: expected letters of {sorted(DATE_FORMATS)}, found {letters} in {java}")
        text += DATE_FORMATS[letters] if letters else (quoted or other or "'").replace("%", "%%")
    return text


def clock(cell, format, zone):
    """What the zone's clock shows at a time that is given as a text."""
    text = str(cell).strip()
    time = datetime.datetime.strptime(text, strptime_format(format)) if format else datetime.datetime.fromisoformat(text)
    if time.tzinfo is None:
        return time
    if zone == "UTC":
        return time.astimezone(datetime.timezone.utc).replace(tzinfo=None)
    import zoneinfo

    return time.astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None)


class Encoder:
    """Makes inputs of rows, as the model's encoding says."""

    def __init__(self, encoding):
        self.fills = encoding["fillsMissing"]
        self.columns = encoding["columns"]
        self.places = [
            {text: place for place, text in enumerate(column.get("categories", []))} for column in self.columns
        ]
        self.unknown = Counter()

    def names(self):
        return [column["name"] for column in self.columns]

    def inputs(self, cells):
        if len(cells) != len(self.columns):
            raise ValueError(f"row: expected {len(self.columns)} cells {self.names()}, found {len(cells)}")
        parts = []
        for column, places, cell in zip(self.columns, self.places, cells):
            if not self.fills and (cell is None or cell == "" or cell != cell):
                raise ValueError(f"{column['name']}: expected a value, found none")
            try:
                parts.append(getattr(self, column["type"])(column, places, cell))
            except ValueError as error:
                raise ValueError(f"{column['name']}: {error}") from None
        return np.concatenate(parts)

    def numeric(self, column, places, cell):
        width, indicated = column["width"], column["missing"]
        cells = [cell] * width if is_missing(cell) else cell if isinstance(cell, list) else [cell]
        if len(cells) != width:
            raise ValueError(f"expected {width} numbers, found {len(cells)}")
        numbers = np.array([number(one) for one in cells], np.float32)
        if not self.fills and not np.isfinite(numbers).all():
            raise ValueError(f"expected finite numbers, found {cell!r}")
        return np.concatenate([numbers, np.isnan(numbers[indicated]).astype(np.float32)])

    def oneHot(self, column, places, cell):
        inputs = np.zeros(len(places) + column["missing"], np.float32)
        if self.fills and is_missing(cell):
            inputs[len(places) :] = 1
        elif category(cell) in places:
            inputs[places[category(cell)]] = 1
        else:
            self.unknown[column["name"]] += 1
        return inputs

    def date(self, column, places, cell):
        parts, mark = column["parts"], np.zeros(int(column["missing"]), np.float32)
        if self.fills and is_missing(cell):
            numbers = sum(not part["cyclic"] for part in parts)
            return np.concatenate([np.full(numbers, np.nan), np.zeros(2 * (len(parts) - numbers)), mark + 1])
        time = clock(cell, column["format"], column["zone"])
        numbers, circle = [], []
        for part in parts:
            period, first, value = PARTS[part["part"]]
            found = value(time, datetime.datetime.fromisoformat(part.get("since", "1970-01-01")))
            if part["cyclic"]:
                angle = 2 * math.pi * (found - first) / period
                circle += [math.sin(angle), math.cos(angle)]
            else:
                numbers.append(found)
        return np.concatenate([np.array(numbers + circle, np.float32), mark])

    def hashing(self, column, places, cell):
        inputs = np.zeros(column["buckets"], np.float32)
        text = column["name"] if self.fills and is_missing(cell) else column["name"] + "=" + category(cell)
        inputs[murmur3(text.encode()) % column["buckets"]] = 1
        return inputs


# What the network makes of the inputs.


def sigmoid(z):
    return 0.5 * np.tanh(0.5 * z) + 0.5


def softmax(z):
    powers = np.exp(z - z.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def elu(z, scale, alpha):
    return scale * np.where(z > 0, z, alpha * np.expm1(np.minimum(z, 0)))


ERF = np.vectorize(math.erf, otypes=[np.float64])

# Each with the numbers that it takes and their defaults.
ACTIVATIONS = {
    "identity": (lambda z: z, {}),
    "relu": (lambda z: np.maximum(z, 0), {}),
    "leakyRelu": (lambda z, slope: np.where(z > 0, z, slope * z), {"slope": 0.01}),
    "sigmoid": (lambda z, slope: sigmoid(slope * z), {"slope": 1}),
    "tanh": (np.tanh, {}),
    "softmax": (softmax, {}),
    "elu": (lambda z, alpha: elu(z, 1, alpha), {"alpha": 1}),
    "selu": (lambda z: elu(z, 1.0507009873554805, 1.6732632423543772), {}),
    "gelu": (lambda z: z * (0.5 + 0.5 * ERF(z / math.sqrt(2))), {}),
    "silu": (lambda z: z * sigmoid(z), {}),
    "softplus": (lambda z: np.logaddexp(0, z), {}),
    "piecewiseLinear": (lambda z, xMin, xMax: np.clip((z - xMin) / (xMax - xMin), 0, 1), {"xMin": -1, "xMax": 1}),
    "gaussian": (
        lambda z, mean, deviation: np.exp(-0.5 * ((z - mean) / deviation) ** 2) / (deviation * math.sqrt(2 * math.pi)),
        {"mean": 0, "deviation": 1},
    ),
    "unitStep": (lambda z: np.where(z >= 0, 1.0, 0.0), {}),
    "exponential": (np.exp, {}),
}


class Formula:
    """A formula of x, by recursive descent: sums of products of signed powers."""

    FUNCTIONS = {
        "exp": np.exp,
        "log": np.log,
        "sqrt": np.sqrt,
        "tanh": np.tanh,
        "sigmoid": sigmoid,
        "abs": np.abs,
        "min": np.minimum,
        "max": np.maximum,
    }

    def __init__(self, text):
        self.text = text
        self.at = 0

    def of(self, x):
        self.at, self.x = 0, x
        return self.sum() + np.zeros_like(x)

    def skip(self, characters):
        while self.text[self.at : self.at + 1].isspace():
            self.at += 1
        found = self.text[self.at : self.at + 1]
        if found and found in characters:
            self.at += 1
            return True
        return False

    def sum(self):
        value = self.product()
        while True:
            if self.skip("+"):
                value = value + self.product()
            elif self.skip("-\u2212"):
                value = value - self.product()
            else:
                return value

    def product(self):
        value = self.signed()
        while True:
            if self.skip("*\u00d7"):
                value = value * self.signed()
            elif self.skip("/\u00f7"):
                value = value / self.signed()
            else:
                return value

    def signed(self):
        if self.skip("-\u2212"):
            return -self.signed()
        return self.signed() if self.skip("+") else self.power()

    def power(self):
        base = self.operand()
        return base ** self.signed() if self.skip("^") else base

    def operand(self):
        if self.skip("("):
            value = self.sum()
            self.skip(")")
            return value
        start = self.at
        if self.text[start].isalpha() or self.text[start] == "_":
            while self.text[self.at : self.at + 1].isalnum() or self.text[self.at : self.at + 1] == "_":
                self.at += 1
            return self.named(self.text[start : self.at])
        while self.text[self.at : self.at + 1].isdigit() or self.text[self.at : self.at + 1] == ".":
            self.at += 1
        if self.text[self.at : self.at + 1] in ("e", "E") and self.at < len(self.text):
            self.at += 1
            self.skip("+-")
            while self.text[self.at : self.at + 1].isdigit():
                self.at += 1
        return float(self.text[start : self.at])

    def named(self, name):
        if name in self.FUNCTIONS:
            self.skip("(")
            arguments = [self.sum()]
            while self.skip(","):
                arguments.append(self.sum())
            self.skip(")")
            return self.FUNCTIONS[name](*arguments)
        return {"x": self.x, "e": math.e, "pi": math.pi}[name]


def activation(text):
    """What a text such as relu, leakyRelu(slope=0.2) or formula(x * sigmoid(x)) names."""
    name, _, rest = text.partition("(")
    if name == "formula":
        return Formula(rest[:-1]).of
    function, defaults = ACTIVATIONS[name]
    given = dict(part.split("=") for part in rest[:-1].split(", ")) if rest else {}
    settings = {**defaults, **{key: float(value) for key, value in given.items()}}
    return lambda z: function(z, **settings)


class Model:
    def __init__(self, path):
        metadata, self.tensors = read_tensors(path)
        if metadata.get("format") != "thalweg-model" or int(metadata["formatVersion"]) > 2:
            raise ValueError(f"{path}: expected a model of Thalweg's, of format version 1 or 2, found another file")
        self.task = metadata["task"]
        self.network = json.loads(metadata["network"])
        self.labels = names(metadata["classLabels"])
        self.targets = names(metadata["targetNames"])
        self.threshold = float(metadata["threshold"]) if "threshold" in metadata else None
        inputs = self.network["inputs"]
        features = names(metadata["featureNames"]) or [f"feature {i}" for i in range(inputs)]
        numbers = [{"name": name, "type": "numeric", "width": 1, "missing": []} for name in features]
        self.encoder = Encoder(
            json.loads(metadata["encoding"])
            if "encoding" in metadata
            else {"fillsMissing": False, "columns": numbers}
        )

    def scaled(self, inputs):
        """[n, inputs]: filled and scaled, as the network reads them."""
        inputs = np.asarray(inputs, np.float32)
        if "scaling.fill" in self.tensors:
            inputs = np.where(np.isnan(inputs), self.tensors["scaling.fill"], inputs)
        if "scaling.shift" in self.tensors:
            shift = self.tensors["scaling.shift"].astype(np.float64)
            inputs = ((inputs - shift) * self.tensors["scaling.factor"]).astype(np.float32)
        return inputs.astype(np.float64)

    def layers(self, x):
        """What each layer makes of scaled inputs [n, inputs]: [n, its outputs]."""
        activations = []
        for index, layer in enumerate(self.network["layers"]):
            own = {
                part: self.tensors[f"layer.{index + 1}.{part}"].astype(np.float64)
                for part in ("weight", "bias", "gain")
                if f"layer.{index + 1}.{part}" in self.tensors
            }
            inputs_first = index == 0 and self.network.get("sparse", False)
            z = x @ (own["weight"] if inputs_first else own["weight"].T)
            if layer.get("layerNormalisation", False):
                mean = z.mean(axis=1, keepdims=True)
                variance = z.var(axis=1, keepdims=True)
                z = own["gain"] * (z - mean) / np.sqrt(variance + 1e-5)
            x = activation(layer["activation"])(z + own["bias"])
            activations.append(x)
        return activations

    def outputs(self, inputs):
        """The network's outputs, a regression's in its targets' own units."""
        outputs = self.layers(self.scaled(inputs))[-1]
        if "target.mean" in self.tensors:
            outputs = outputs * self.tensors["target.deviation"].astype(np.float64) + self.tensors["target.mean"]
        return outputs

    def predictions(self, inputs):
        """A dictionary for each row of inputs."""
        if self.task == "autoencoder":
            return self.reconstructions(inputs)
        return [self.prediction(row) for row in self.outputs(inputs)]

    def prediction(self, row):
        if self.task == "regression":
            return dict(zip(self.targets, row.tolist()))
        threshold = 0.5 if self.threshold is None else self.threshold
        if self.task == "multilabel":
            labels = [name for name, probability in zip(self.targets, row) if probability >= threshold]
            return {"labels": labels, "probabilities": dict(zip(self.targets, row.tolist()))}
        single = len(row) == 1
        probabilities = [1 - row[0], row[0]] if single else row
        by_threshold = single or self.threshold is not None
        best = int(probabilities[1] >= threshold) if by_threshold else int(np.argmax(row))
        return {
            "class": self.labels[best],
            "probabilities": dict(zip(self.labels, np.asarray(probabilities).tolist())),
        }

    def reconstructions(self, inputs):
        scaled = self.scaled(inputs)
        layers = self.layers(scaled)
        widths = [layer.shape[1] for layer in layers[:-1]]
        code = layers[widths.index(min(widths))]
        errors = ((layers[-1] - scaled) ** 2).mean(axis=1)
        values = layers[-1]
        if "scaling.shift" in self.tensors:
            shift, factor = self.tensors["scaling.shift"], self.tensors["scaling.factor"].astype(np.float64)
            values = np.where(factor == 0, shift, values / np.where(factor == 0, 1, factor) + shift)
        return [
            {"values": own.tolist(), "code": its_code.tolist(), "error": float(error)}
            for own, its_code, error in zip(values, code, errors)
        ]


def read_rows(path, columns):
    with open(path, encoding="utf-8", newline="") as file:
        if path.endswith(".csv"):
            rows = csv.DictReader(file)
            lacking = [column for column in columns if column not in (rows.fieldnames or [])]
            if lacking:
                raise ValueError(f"header: expected the model's columns, found no {', '.join(lacking)}")
            for row in rows:
                yield [row[column] for column in columns]
            return
        for line in file:
            row = json.loads(line)
            yield [row.get(column) for column in columns] if isinstance(row, dict) else row


def main():
    if len(sys.argv) != 3:
        sys.exit("usage: predict.py MODEL.safetensors ROWS.csv|ROWS.jsonl")
    model = Model(sys.argv[1])
    rows = []
    try:
        for cells in read_rows(sys.argv[2], model.encoder.names()):
            rows.append(model.encoder.inputs(cells))
    except ValueError as error:
        sys.exit(f"{sys.argv[2]}, behind {len(rows)} good rows: {error}")
    for prediction in model.predictions(np.stack(rows)) if rows else []:
        print(json.dumps(prediction, ensure_ascii=False))
    for column, count in model.encoder.unknown.items():
        print(f"{column}: {count} rows of a category that the model does not know", file=sys.stderr)


if __name__ == "__main__":
    try:
        main()
    except BrokenPipeError:
        sys.stderr.close()  # Somebody has read enough.
