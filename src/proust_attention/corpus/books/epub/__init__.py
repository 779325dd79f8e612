"""EPUB: the container, the package, the navigation."""
