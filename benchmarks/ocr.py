"""Text recognition on rendered pages of the sample PDF: word error rate by resolution, noise and skew; whether findings agree.

usage: python benchmarks/ocr.py     (needs the extra `ocr`)
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
from PIL import Image

from pipeline.extract import extract
from pipeline.recurrence import same_words
from pipeline.scanner import scan

SAMPLE = Path(__file__).parent.parent / "corpus" / "samples" / "library-review.pdf"
PAGES = (1, 4, 6)
CASES = [(dpi, noise, skew) for dpi in (150, 200, 300) for noise, skew in ((0, 0.0), (25, 0.0), (25, 1.0))]


def picture(page: pdfium.PdfPage, dpi: int, noise: int, skew: float) -> Image.Image:
    """A page as a scanner might give it: grey noise of that standard deviation, turned by so many degrees."""
    image = page.render(scale=dpi / 72, grayscale=True).to_pil().rotate(skew, fillcolor=255, resample=Image.Resampling.BICUBIC)
    grey = np.asarray(image, np.int16) + np.random.default_rng(0).normal(0, noise, (image.height, image.width)).astype(np.int16)
    return Image.fromarray(np.clip(grey, 0, 255).astype(np.uint8))


def as_pdf(images: list[Image.Image], dpi: int, folder: Path) -> Path:
    """The pictures as an image-only PDF."""
    path = folder / "scan.pdf"
    images[0].save(path, "PDF", resolution=dpi, save_all=True, append_images=images[1:], quality=90)
    return path


def word_error_rate(truth: list[str], read: list[str]) -> float:
    """Edits (Levenshtein 1966) over words, as a share of the true words."""
    row = np.arange(len(read) + 1)
    codes = {word: i for i, word in enumerate(dict.fromkeys(truth + read))}
    other = np.array([codes[word] for word in read])
    for at, word in enumerate(truth, 1):
        changed = row[:-1] + (other != codes[word])
        best = np.minimum(changed, row[1:] + 1)
        new = np.empty_like(row)
        new[0] = at
        for i, value in enumerate(best, 1):
            new[i] = min(value, new[i - 1] + 1)
        row = new
    return float(row[-1]) / max(len(truth), 1)


def main() -> None:
    """Print the table of word error rates and the share of findings that a scanned copy keeps."""
    with pdfium.PdfDocument(SAMPLE) as pdf, tempfile.TemporaryDirectory() as folder:
        truth = same_words(" ".join(b.text for b in extract(SAMPLE).blocks if b.page in [n + 1 for n in PAGES])).split()
        print("| dpi | noise | skew | word error rate | seconds a page |\n| --- | --- | --- | --- | --- |")
        for dpi, noise, skew in CASES:
            path = as_pdf([picture(pdf[n], dpi, noise, skew) for n in PAGES], dpi, Path(folder))
            start = time.process_time()
            read = same_words(extract(path).text).split()
            seconds = (time.process_time() - start) / len(PAGES)
            print(f"| {dpi} | {noise} | {skew}° | {word_error_rate(truth, read):.3f} | {seconds:.1f} |")
        path = as_pdf([picture(page, 200, 10, 0.3) for page in pdf], 200, Path(folder))
        ours, scanned = ({same_words(f.promise.statement.text) for f in scan(source).findings} for source in (SAMPLE, path))
    kept = len(ours & scanned)
    print(f"\nFindings of the original met again in a scan at 200 dpi: {kept} of {len(ours)}; new ones: {len(scanned - ours)}")


if __name__ == "__main__":
    main()
