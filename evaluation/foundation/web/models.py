"""Keys of posts that were already carried out."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from evaluation.foundation.core.database import db


class RequestKey(db.Model):
    """One form, one effect: the second post of the same key is shown the first one's result."""

    __tablename__ = "request_key"
    __table_args__ = (UniqueConstraint("account_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int]
    key: Mapped[str]
    location: Mapped[str]
    created_at: Mapped[datetime] = mapped_column(index=True)
