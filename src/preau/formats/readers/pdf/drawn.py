"""The straight lines drawn on a page of a PDF, whether they are strokes or very thin rectangles."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

import pypdfium2.raw as pdfium

MAX_OBJECTS = 50_000
MAX_SEGMENTS = 200
"""A path with more segments is a drawing: no table is ruled with it."""
MAX_NESTING = 8
THIN = 3.0
"""Points. A filled rectangle that is thinner is a line."""
STRAIGHT = 1.0

_Point = tuple[float, float]
Matrix = tuple[float, float, float, float, float, float]
_IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


class Rule(NamedTuple):
    """A horizontal or vertical line, in points from the top left corner: its place across, where it starts and ends."""

    is_vertical: bool
    at: float
    start: float
    end: float


def rules(page: Any, upright: Matrix) -> list[Rule]:  # noqa: ANN401  a pointer, which ctypes does not type
    """All the lines of a page, in the coordinates of `upright`; none for a page too full of drawings to be a table."""
    count = pdfium.FPDFPage_CountObjects(page)
    if count > MAX_OBJECTS:
        return []
    found: list[Rule] = []
    for index in range(count):
        _gather(pdfium.FPDFPage_GetObject(page, index), upright, found, MAX_NESTING)
    return found


def _gather(thing: Any, matrix: Matrix, found: list[Rule], depth: int) -> None:  # noqa: ANN401  the same
    kind = pdfium.FPDFPageObj_GetType(thing)
    if kind == pdfium.FPDF_PAGEOBJ_PATH:
        found.extend(_path_rules(thing, _times(_matrix(thing), matrix)))
    elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth and len(found) < MAX_OBJECTS:
        inner = _times(_matrix(thing), matrix)
        for index in range(min(pdfium.FPDFFormObj_CountObjects(thing), MAX_OBJECTS)):
            _gather(pdfium.FPDFFormObj_GetObject(thing, index), inner, found, depth - 1)


def _path_rules(path: Any, matrix: Matrix) -> Iterator[Rule]:  # noqa: ANN401  the same
    count = pdfium.FPDFPath_CountSegments(path)
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    if not 0 < count <= MAX_SEGMENTS or not pdfium.FPDFPath_GetDrawMode(path, fill, stroke):
        return
    for points in _subpaths(path, count, matrix):
        if stroke.value:
            for start, end in pairwise(points):
                yield from _line(start, end)
        elif fill.value:
            yield from _thin_rectangle(points)


def _subpaths(path: Any, count: int, matrix: Matrix) -> Iterator[list[_Point]]:  # noqa: ANN401  the same
    """The points of each part of a path; a curve counts as the straight line between its ends."""
    points: list[_Point] = []
    x, y = ctypes.c_float(), ctypes.c_float()
    a, b, c, d, e, f = matrix
    for index in range(count):
        segment = pdfium.FPDFPath_GetPathSegment(path, index)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if pdfium.FPDFPathSegment_GetType(segment) == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points
            points = []
        points.append((a * x.value + c * y.value + e, b * x.value + d * y.value + f))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points


def _line(start: _Point, end: _Point) -> Iterator[Rule]:
    (x0, y0), (x1, y1) = start, end
    if abs(x1 - x0) <= STRAIGHT < abs(y1 - y0):
        yield Rule(is_vertical=True, at=(x0 + x1) / 2, start=min(y0, y1), end=max(y0, y1))
    elif abs(y1 - y0) <= STRAIGHT < abs(x1 - x0):
        yield Rule(is_vertical=False, at=(y0 + y1) / 2, start=min(x0, x1), end=max(x0, x1))


def _thin_rectangle(points: list[_Point]) -> Iterator[Rule]:
    left, right = min(x for x, _ in points), max(x for x, _ in points)
    top, bottom = min(y for _, y in points), max(y for _, y in points)
    if right - left <= THIN < bottom - top:
        yield Rule(is_vertical=True, at=(left + right) / 2, start=top, end=bottom)
    elif bottom - top <= THIN < right - left:
        yield Rule(is_vertical=False, at=(top + bottom) / 2, start=left, end=right)


def _matrix(thing: Any) -> Matrix:  # noqa: ANN401  the same
    found = pdfium.FS_MATRIX()
    if not pdfium.FPDFPageObj_GetMatrix(thing, found):
        return _IDENTITY
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return (a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u)
