"""What the office does about training and competitions, one function a deed."""
