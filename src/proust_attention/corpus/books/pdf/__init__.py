"""PDF: pages whose text was typeset, or recognised by a program and put behind their pictures."""
