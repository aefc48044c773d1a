"""What every output of a map says besides its figures: no suspicion, partial, exploratory."""

from collections.abc import Callable

from riskmap.language import Language, translator
from riskmap.layers.naming import layer_name
from riskmap.maps import Description
from riskmap.messages import Message
from riskmap.notation import percentage

NOTICE = Message("A score shows the opportunity of a place. It is no suspicion against anyone.")
NO_POLICE_LAYER = Message("No police layer is in this map: priority is opportunity.")
EXPLORATORY_PRODUCT = Message(
    "Exploratory: the question, the follow-up or the legal ground is missing from the project "
    "file. Do not plan visits on this product."
)


def marks(description: Description, language: Language) -> list[str]:
    """Return the sentences that go with every file made from a map, most important first."""
    translate = translator(language)
    said = [NOTICE.text(translate)]
    if description.notice:
        said.append(description.notice)
    if description.partial:
        said.append(partial_text(description, language))
    if description.exploratory is not None:
        said.append(description.exploratory.in_language(language))
    said += [warning.in_language(language) for warning in description.warnings]
    if not description.product.complete:
        said.append(EXPLORATORY_PRODUCT.text(translate))
    if description.kind == "opportunity":
        said.append(NO_POLICE_LAYER.text(translate))
    said.append(shared_text(description, translate))
    return said


def marks_where_known(description: Description | None, language: Language) -> list[str]:
    """Return the sentences of a map, and for any other list that a score is no suspicion."""
    if description is None:
        return [NOTICE.text(translator(language))]
    return marks(description, language)


def partial_text(description: Description, language: Language) -> str:
    """Return the sentence that marks a partial result and names what is missing."""
    translate = translator(language)
    share = percentage(description.completeness, language)
    return translate(
        "Partial: the layers at hand carry {share} of this theme's weight. Missing: {layers}."
    ).format(share=share, layers=missing_text(description, language) or "-")


def missing_text(description: Description, language: Language) -> str:
    """Name the missing layers as a reader does, each once."""
    translate = translator(language)
    names = [layer_name(name, translate) for name in description.missing_layers]
    return ", ".join(dict.fromkeys(names))


def access_text(access: str, translate: Callable[[str], str]) -> str:
    """Say with whom something of this access class may be shared."""
    words = {
        "open": translate("everyone (open data)"),
        "municipal": translate("the municipality and its partners"),
        "police": translate("the police and partners with a covenant"),
    }
    return words[access]


def shared_text(description: Description, translate: Callable[[str], str]) -> str:
    """Say with whom the map may be shared."""
    return translate("May be shared with: {who}.").format(
        who=access_text(description.access, translate)
    )
