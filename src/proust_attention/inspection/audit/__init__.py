"""What may be hidden in a machine: detectors that see nothing but the machine."""
