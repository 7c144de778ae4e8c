"""How names and values of settings are taken."""

import json
from typing import Any, Dict, List, Mapping, Optional, Sequence, TypeVar, Union

from pyspark.errors import IllegalArgumentException
from pyspark.ml.param import Param, Params
from pyspark.ml.wrapper import JavaParams
from pyspark.sql.utils import is_remote

from thalweg._nearest import nearest

P = TypeVar("P", bound="KeyedParams")


def _plain(value: Any) -> Any:
    """A value as JSON has it, whatever it is in NumPy or Java."""
    if isinstance(value, (str, bool, int, float)):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, (Sequence, range)):
        return [_plain(each) for each in value]
    raise TypeError(f"expected a number, a truth value, a text, a list or a map, found {type(value).__name__}")


def to_text(value: Any) -> str:
    """The text of a value of a job file's key: itself, or JSON."""
    plain = _plain(value)
    return plain if isinstance(plain, str) else json.dumps(plain, ensure_ascii=False)


def from_text(text: Any) -> Any:
    """The value that a text stands for."""
    try:
        return json.loads(text)
    except ValueError:
        return text


def _require_sendable(given: Mapping[str, Any]) -> None:
    """Refuses what Spark Connect has no type for; values of keys are sent as texts."""
    for name, value in given.items():
        if "." not in name and isinstance(value, (list, tuple)) and not value:
            raise IllegalArgumentException(
                f"{name}: expected a list that is not empty, as Spark Connect sends no other, found []; "
                + ('set("network.hidden", []) says the same' if name == "hidden" else "leave it out")
            )


class KeyedParams(JavaParams):
    """Params that are found by their names, among them the keys of job files, such as ``optimizer.schedule.type``."""

    _declared: Dict[str, Any] = {}
    _input_kwargs: Dict[str, Any]  # what @keyword_only was given

    def _begin(self, given: Mapping[str, Any]) -> None:
        """Makes what a constructor makes."""
        raise NotImplementedError

    def set(self: P, param: Union[str, Param], value: Any) -> P:  # type: ignore[override]
        """Sets a param, or a key of job files by its path: ``set("optimizer.schedule.type", "cosine")``.

        Values of keys are checked by ``fit``, as a job file is, all at once. A list or a map may be given as such.

        Raises
        ------
        IllegalArgumentException
            if there is no param of this name
        """
        return self._set(**{self._resolveParam(param).name: value})

    def getParam(self, paramName: str) -> Param:
        """The param of a name, or of a key of job files.

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
            f"{paramName}: expected a param or a key of job files, found none of this name; "
            + (f"did you mean {near}?" if near else "explainParams() lists them")
        )

    def getOrDefault(self, param: Union[str, Param]) -> Any:
        """The value of a param, or else its default."""
        param = self._resolveParam(param)
        value = super().getOrDefault(param)
        return from_text(value) if param.typeConverter is to_text else value

    def clear(self, param: Union[str, Param]) -> None:
        """Takes back what a param was set to."""
        own = self._resolveParam(param)
        if is_remote():  # where pyspark's own does nothing
            Params.clear(self, own)
        else:
            super().clear(own)

    def _set(self: P, **kwargs: Any) -> P:
        """Sets params; None stands for one that is not given."""
        given = {name: value for name, value in kwargs.items() if value is not None}
        columns = given.get("featuresCol")
        if columns is not None and not isinstance(columns, str):
            given["featuresCols"] = given.pop("featuresCol")
        if is_remote():
            _require_sendable(given)
        return super()._set(**given)

    def _give(self: P, given: Mapping[str, Any]) -> P:
        """Sets what a constructor was given. All settings of unknown names are in one message."""
        params = dict(given)
        settings = params.pop("settings", None) or {}
        faults: List[str] = []
        named: Dict[str, Any] = {}
        for name, value in settings.items():
            try:
                named[self.getParam(name).name] = value
            except IllegalArgumentException as fault:
                faults.append(str(fault))
        if faults:
            raise IllegalArgumentException("\n".join(faults))
        return self._set(**params)._set(**named)

    def _unsupported(self, name: str, instead: Optional[str] = None) -> NotImplementedError:
        """What a call that Spark Connect has no way for is answered by."""
        return NotImplementedError(
            f"{type(self).__name__}.{name}: expected a classic Spark session, found Spark Connect, which has no way for it"
            + (f"; {instead}" if instead else "")
        )
