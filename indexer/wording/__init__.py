"""What of an article counts as its wording, and the digest that moves with an edit of it and with nothing else."""

from indexer.wording.digest import FORM, text_digest, text_digest_of

__all__ = ["FORM", "text_digest", "text_digest_of"]
