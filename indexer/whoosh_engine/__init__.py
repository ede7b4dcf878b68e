"""The search engine over Whoosh. Nothing outside this folder imports Whoosh."""
