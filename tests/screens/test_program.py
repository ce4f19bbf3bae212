"""What flows may ask of the program is what it does, argument by argument."""

from inspect import Parameter, signature

from sfm_tui.app import SfmApp
from sfm_tui.widgets.everywhere.program import Program


def taken(owner: type, name: str) -> list[tuple[str, object, object]]:
    """Names, kinds and defaults of what a method takes."""
    some: list[Parameter] = [*signature(getattr(owner, name)).parameters.values()]
    return [(one.name, one.kind, one.default) for one in some]


def test_the_program_is_what_flows_ask_for(app: SfmApp) -> None:
    methods = [name for name, one in vars(Program).items() if callable(one) and not name.startswith("_")]
    assert sorted(methods) == ["act", "at_desk", "go_to", "say"]
    for name in methods:
        assert taken(SfmApp, name) == taken(Program, name), name
    for name, kind in (("duty", "Duty"), ("ahead", "TypeAhead")):
        assert Program.__annotations__[name].__name__ == type(getattr(app, name)).__name__ == kind
    assert app.demo is None
