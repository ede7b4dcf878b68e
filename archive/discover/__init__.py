"""Where a blog's posts are. Pure: bytes in, Targets, Links and Facts out."""
