"""Files that were cleaned and stored; the row is committed only after the bytes are safe."""

from datetime import datetime

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from evaluation.foundation.core.database import db


class StoredFile(db.Model):
    """Content by its SHA-256 digest, with the media type that was found by looking."""

    __tablename__ = "stored_file"

    digest: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    media_type: Mapped[str]
    width: Mapped[int | None]
    height: Mapped[int | None]
    thumbnail_digest: Mapped[str | None] = mapped_column(ForeignKey("stored_file.digest"))
    had_location: Mapped[bool] = mapped_column(default=False)
    stored_at: Mapped[datetime]
