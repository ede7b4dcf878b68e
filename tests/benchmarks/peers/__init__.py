"""Other crawlers doing the same work, each as a process of its own."""
