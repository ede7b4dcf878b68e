"""The manifests of digests, for whoever checks a citation."""
