"""The classifier: labels, features, training, evaluation and the shipped artefact."""
