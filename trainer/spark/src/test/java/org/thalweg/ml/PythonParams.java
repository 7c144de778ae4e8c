package org.thalweg.ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** Writes the Python module that declares the params of all stages, for clients without a JVM. */
final class PythonParams {
    private static final String HEAD =
            """
            \"""The params of all stages, with their documentation, getters and setters.

            Made from the declarations in Java by PythonParamsTest of trainer/spark: do not edit.
            \"""

            from typing import Any, Dict, List, Mapping, Optional, Sequence, TypeVar, Union

            from pyspark import keyword_only
            from pyspark.ml.param import Param, Params, TypeConverters

            from thalweg._values import KeyedParams, to_text

            S = TypeVar("S", bound=KeyedParams)

            """;

    /** The Python type of a param's values, its converter, and an alternative type that is accepted. */
    private record Type(String hint, String converter, String given) {
        static Type of(Param<?> param) {
            return switch (param.getClass().getSimpleName()) {
                case "StringArrayParam" -> new Type("List[str]", "TypeConverters.toListString", "Sequence[str]");
                case "IntArrayParam" -> new Type("List[int]", "TypeConverters.toListInt", "Sequence[int]");
                case "DoubleArrayParam" -> new Type("List[float]", "TypeConverters.toListFloat", "Sequence[float]");
                case "IntParam", "LongParam" -> new Type("int", "TypeConverters.toInt", "int");
                case "DoubleParam" -> new Type("float", "TypeConverters.toFloat", "float");
                case "KeyParam" -> new Type("Any", "to_text", "Union[str, Mapping[str, float]]");
                default -> new Type("str", "TypeConverters.toString", "str");
            };
        }
    }

    private final StringBuilder text = new StringBuilder(HEAD);
    private final List<Params> estimators;
    private final Map<String, Params> models;
    private final Map<String, Param<?>> common;

    private PythonParams(List<Params> estimators, List<Params> models) {
        this.estimators = estimators;
        this.models = models.stream()
                .collect(Collectors.toMap(model -> model.getClass().getSimpleName(), model -> model));
        common = new TreeMap<>(named(estimators.get(0)));
        for (Params stage : both()) {
            Map<String, Param<?>> params = named(stage);
            common.entrySet().removeIf(param -> !same(param.getValue(), params.get(param.getKey())));
        }
    }

    /** The module of the estimators and models. */
    static String module(List<Params> estimators, List<Params> models) {
        PythonParams params = new PythonParams(estimators, models);
        params.keys();
        params.mixin("MlpParams", "KeyedParams", params.common.values());
        params.text.append("\n\nclass MlpSetters(MlpParams):\n    \"\"\"Setters of what all estimators have.\"\"\"\n");
        params.common.values().forEach(params::setter);
        params.estimators.forEach(params::stage);
        return params.text.toString();
    }

    private List<Params> both() {
        List<Params> both = new ArrayList<>(estimators);
        both.addAll(models.values());
        return both;
    }

    private static boolean same(Param<?> one, Param<?> other) {
        return other != null && one.doc().equals(other.doc()) && Type.of(one).equals(Type.of(other));
    }

    /** The params that are not named by the path of a key, by name. */
    private static Map<String, Param<?>> named(Params stage) {
        return Arrays.stream(stage.params())
                .filter(param -> !param.name().contains("."))
                .collect(Collectors.toMap(Param::name, param -> param, (one, other) -> one, TreeMap::new));
    }

    private void keys() {
        text.append("KEYS: Dict[str, str] = {\n");
        Arrays.stream(estimators.get(0).params())
                .filter(param -> param.name().contains("."))
                .forEach(param -> text.append("    %s: %s,\n".formatted(quoted(param.name()), quoted(param.doc()))));
        text.append("}\n");
    }

    private void mixin(String name, String parent, Iterable<Param<?>> params) {
        text.append("\n\nclass %s(%s):\n    \"\"\"Params, and what they are set to.\"\"\"\n".formatted(name, parent));
        for (Param<?> param : params) {
            Type type = Type.of(param);
            text.append(
                    """

                        %1$s: Param[%2$s] = Param(
                            Params._dummy(),
                            "%1$s",
                            %3$s,
                            %4$s,
                        )
                    """
                            .formatted(param.name(), type.hint(), quoted(param.doc()), type.converter()));
        }
        for (Param<?> param : params) {
            text.append(
                    """

                        def get%s(self) -> %s:
                            %s
                            return self.getOrDefault(self.%s)
                    """
                            .formatted(
                                    capital(param.name()),
                                    Type.of(param).hint(),
                                    docstring(param.doc()),
                                    param.name()));
        }
    }

    private void setter(Param<?> param) {
        text.append(
                """

                    def set%s(self: S, value: %s) -> S:
                        %s
                        return self._set(%s=value)
                """
                        .formatted(capital(param.name()), given(param), docstring(param.doc()), param.name()));
    }

    private void stage(Params estimator) {
        String name = estimator.getClass().getSimpleName();
        Params model = models.get(name + "Model");
        Map<String, Param<?>> all = named(estimator);
        Map<String, Param<?>> shared = new LinkedHashMap<>(named(model));
        if (!all.keySet().containsAll(shared.keySet())) {
            throw new IllegalStateException(name + " lacks params of its model");
        }
        shared.keySet().removeAll(common.keySet());
        Map<String, Param<?>> own = new LinkedHashMap<>(all);
        own.keySet().removeAll(common.keySet());
        Map<String, Param<?>> more = new LinkedHashMap<>(own);
        more.keySet().removeAll(shared.keySet());

        String base = name + "ModelParams";
        mixin(base, "MlpParams", shared.values());
        text.append("\n    _declared: Dict[str, Any] = {\n");
        defaults(model).forEach((key, value) -> text.append("        %s: %s,\n".formatted(quoted(key), value)));
        text.append("    }\n");
        shared.values().stream().filter(param -> hasSetter(model, param)).forEach(this::setter);

        mixin(name + "Params", base + ", MlpSetters", more.values());
        text.append("\n    _declared: Dict[str, Any] = {\n");
        defaults(estimator).forEach((key, value) -> text.append("        %s: %s,\n".formatted(quoted(key), value)));
        text.append("    }\n");
        Set<String> settersOfModel = shared.values().stream()
                .filter(param -> hasSetter(model, param))
                .map(Param::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        own.values().stream()
                .filter(param ->
                        !settersOfModel.contains(param.name()) || param.name().equals("featuresCol"))
                .forEach(this::setter);
        constructor(estimator, all);
    }

    private void constructor(Params estimator, Map<String, Param<?>> all) {
        Map<String, String> defaults = defaults(estimator);
        String keywords = all.values().stream()
                .map(param -> defaults.containsKey(param.name())
                        ? "        %s: %s = %s,\n".formatted(param.name(), given(param), defaults.get(param.name()))
                        : "        %s: Optional[%s] = None,\n".formatted(param.name(), given(param)))
                .collect(Collectors.joining());
        text.append(
                """

                    @keyword_only
                    def __init__(
                        self,
                        *,
                %1$s        settings: Optional[Mapping[str, Any]] = None,
                    ) -> None:
                        \"""Settings by name; `settings` takes keys of job files: {"optimizer.schedule.type": "cosine"}.\"""
                        super().__init__()
                        self._initialize(self._input_kwargs)

                    @keyword_only
                    def setParams(
                        self: S,
                        *,
                %1$s        settings: Optional[Mapping[str, Any]] = None,
                    ) -> S:
                        \"""Sets those that are given.\"""
                        return self._set_given(self._input_kwargs)
                """
                        .formatted(keywords));
    }

    private static boolean hasSetter(Params stage, Param<?> param) {
        return Arrays.stream(stage.getClass().getMethods())
                .anyMatch(method -> method.getName().equals("set" + capital(param.name())));
    }

    private static String given(Param<?> param) {
        return param.name().equals("featuresCol")
                ? "Union[str, Sequence[str]]"
                : Type.of(param).given();
    }

    private static Map<String, String> defaults(Params stage) {
        Map<String, String> values = new TreeMap<>();
        for (Param<?> param : stage.params()) {
            if (stage.hasDefault(param)) {
                values.put(param.name(), literal(stage.getDefault(param).get()));
            }
        }
        return values;
    }

    private static String literal(Object value) {
        if (value instanceof String string) {
            return quoted(string);
        }
        return value instanceof int[] numbers ? Arrays.toString(numbers) : ((Number) value).toString();
    }

    private static String docstring(String doc) {
        return "\"\"\"" + doc.replace("\\", "\\\\").replaceFirst("\"$", "\" ") + "\"\"\"";
    }

    private static String quoted(String string) {
        return '"' + string.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static String capital(String name) {
        return Character.toUpperCase(name.charAt(0)) + name.substring(1);
    }
}
