"""One thing has one word and one colour."""

from evaluation.foundation.core.enums import Labelled


class Light(Labelled):
    RED = "red", "Stop", "red"
    GREEN = "green", "Go"


def test_a_member_is_its_stored_value_with_a_label_and_a_colour() -> None:
    assert Light.RED == "red"
    assert Light("green") is Light.GREEN
    assert (Light.RED.label, Light.RED.tag_colour) == ("Stop", "red")
    assert (Light.GREEN.label, Light.GREEN.tag_colour) == ("Go", "plain")


def test_choices_stand_in_the_order_of_declaration() -> None:
    assert Light.choices() == [("red", "Stop"), ("green", "Go")]
