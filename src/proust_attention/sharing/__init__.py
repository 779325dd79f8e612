"""What a machine is given to others as: a folder for the Hugging Face Hub, ONNX, a page."""
