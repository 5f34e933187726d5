"""Numbers in addresses: what no row can have as its id is no address of ours."""

from werkzeug.routing import IntegerConverter, Map

LARGEST_ID = 2**31 - 1


class Identity(IntegerConverter):
    """A whole number that fits the key columns; a larger one is answered like any unknown id (404)."""

    def __init__(self, url_map: Map, fixed_digits: int = 0, min: int | None = None, max: int | None = LARGEST_ID) -> None:
        super().__init__(url_map, fixed_digits, min, max)
