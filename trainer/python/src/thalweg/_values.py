"""Names and values of settings."""

import json
from typing import Any, Dict, List, Mapping, Optional, Sequence, TypeVar, Union

from pyspark.errors import IllegalArgumentException
from pyspark.ml.param import Param, Params
from pyspark.ml.wrapper import JavaParams
from pyspark.sql.utils import is_remote

from thalweg._nearest import nearest

P = TypeVar("P", bound="KeyedParams")


def _plain(value: Any) -> Any:
    """Converts a value, for example from NumPy or Java, to a type that JSON has."""
    if isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, (Sequence, range)):
        return [_plain(each) for each in value]
    raise TypeError(f"expected a number, a boolean, a string, a list or a map, found {type(value).__name__}")


def to_text(value: Any) -> str:
    """The text of a setting's value: a string itself, other values as JSON."""
    plain = _plain(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def from_text(text: Any) -> Any:
    """The value of a text written by :func:`to_text`."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _require_sendable(given: Mapping[str, Any]) -> None:
    """Fails for values that Spark Connect cannot send; values of keys are sent as strings."""
    for name, value in given.items():
        if "." not in name and isinstance(value, (list, tuple)) and not value:
            raise IllegalArgumentException(
                f"{name}: expected a list that is not empty, because Spark Connect cannot send an empty one, found []; "
                + ('use set("network.hidden", [])' if name == "hidden" else "leave it out")
            )


class KeyedParams(JavaParams):
    """Params that can be accessed by name, including the keys of job files such as ``optimizer.schedule.type``."""

    _declared: Dict[str, Any] = {}
    _input_kwargs: Dict[str, Any]  # the arguments of @keyword_only methods

    def _initialize(self, given: Mapping[str, Any]) -> None:
        """Initializes the stage with the arguments of the constructor."""
        raise NotImplementedError

    def set(self: P, param: Union[str, Param], value: Any) -> P:  # type: ignore[override]
        """Sets a param, or a key of job files by its path: ``set("optimizer.schedule.type", "cosine")``.

        All values of keys are checked together by ``fit``, as in a job file. Values may be lists or maps.

        Raises
        ------
        IllegalArgumentException
            if there is no param of this name
        """
        return self._set(**{self._resolveParam(param).name: value})

    def getParam(self, paramName: str) -> Param:
        """The param with the given name, which may be a key of job files.

        Raises
        ------
        IllegalArgumentException
            if there is none
        """
        param = getattr(self, paramName, None)
        if isinstance(param, Param):
            return param
        near = nearest(paramName, [each.name for each in self.params])
        raise IllegalArgumentException(
            f"{paramName}: expected a param or a key of job files, found no such name; "
            + (f"did you mean {near}?" if near else "explainParams() lists them")
        )

    def getOrDefault(self, param: Union[str, Param]) -> Any:
        """The value of a param, or its default if it is not set."""
        param = self._resolveParam(param)
        value = super().getOrDefault(param)
        return from_text(value) if param.typeConverter is to_text else value

    def clear(self, param: Union[str, Param]) -> None:
        """Clears the value of a param."""
        own = self._resolveParam(param)
        if is_remote():  # there pyspark's own method does nothing
            Params.clear(self, own)
        else:
            super().clear(own)

    def _set(self: P, **kwargs: Any) -> P:
        """Sets params; None means that the param is not given."""
        given = {name: value for name, value in kwargs.items() if value is not None}
        columns = given.get("featuresCol")
        if columns is not None and not isinstance(columns, str):
            given["featuresCols"] = given.pop("featuresCol")
        if is_remote():
            _require_sendable(given)
        return super()._set(**given)

    def _set_given(self: P, given: Mapping[str, Any]) -> P:
        """Sets the arguments of a constructor. One message reports all settings with unknown names."""
        params = dict(given)
        settings = params.pop("settings", None) or {}
        errors: List[str] = []
        named: Dict[str, Any] = {}
        for name, value in settings.items():
            try:
                named[self.getParam(name).name] = value
            except IllegalArgumentException as error:
                errors.append(str(error))
        if errors:
            raise IllegalArgumentException("\n".join(errors))
        return self._set(**params)._set(**named)

    def _unsupported(self, name: str, instead: Optional[str] = None) -> NotImplementedError:
        """The error for a call that is not available over Spark Connect."""
        return NotImplementedError(
            f"{type(self).__name__}.{name}: expected a classic Spark session, found Spark Connect, which does not support it"
            + (f"; {instead}" if instead else "")
        )
