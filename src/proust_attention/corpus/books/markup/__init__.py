"""What all formats with markup share: from bytes to a tree, and from trees to a book."""
