"""The error surface and the descent on it: the losses, the recorder, and all that is drawn of them."""
