"""`python -m proust_attention` is the command `proust`."""

from proust_attention.cli.main import main

if __name__ == "__main__":
    main()
