"""The people and the deed that every test of this room begins with."""

from collections.abc import Callable
from datetime import datetime

import pytest
from flask import Flask

from tests.publicity.stories.scene import MAY, Scene
from tests.support.browser import Browser
from tests.support.factories import Factory


@pytest.fixture
def enter(scene: Scene, sign_in: Callable[..., Browser]) -> Callable[[str], Browser]:
    """A browser of one of the accounts."""
    return lambda who: sign_in(scene.accounts[who])


@pytest.fixture
def scene(app: Flask, make: Factory, frozen_clock: Callable[[datetime], None]) -> Scene:
    """A college in May 2022, after the public notice of the deed."""
    made = Scene(make)
    frozen_clock(MAY)
    return made
