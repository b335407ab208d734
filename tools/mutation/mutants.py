"""The mutants of a source file: one comparison, connective, sign, `not`, constant or bool answer changed."""

import ast
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
"""A limit moves by its own edge: the smallest change is the hardest to see."""
COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.FloorDiv: ast.Mult,
    ast.Div: ast.Mult,
    ast.Mod: ast.FloorDiv,
}
ANNOTATIONS = {"annotation", "returns"}


@dataclass(frozen=True, kw_only=True)
class Mutant:
    """One change of one expression of one file."""

    file: str
    """Path in the tree, with slashes."""
    line: int
    before: str
    after: str
    start: int
    """Offset in bytes of the expression in the file."""
    end: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.before} -> {self.after}"

    def apply(self, source: bytes) -> bytes:
        """Return the source with the expression changed; the other lines stay where they are."""
        return source[: self.start] + f"({self.after})".encode() + source[self.end :]


def draw(root: Path, folders: tuple[str, ...], number: int, seed: int) -> list[Mutant]:
    """Return so many mutants of the modules below the folders: the same for the same seed and tree."""
    files = sorted(file for folder in folders for file in (root / folder).rglob("*.py"))
    found = [mutant for file in files for mutant in mutants_of(file, root)]
    random.Random(seed).shuffle(found)  # noqa: S311 - a draw that can be repeated, no secret
    return found[:number]


def mutants_of(file: Path, root: Path) -> Iterator[Mutant]:
    """Yield every mutant of a file, in the order of its text."""
    source = file.read_bytes()
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))
    for node in _expressions(ast.parse(source)):
        for other in _changed(node):
            yield Mutant(
                file=file.relative_to(root).as_posix(),
                line=node.lineno,
                before=ast.unparse(node),
                after=ast.unparse(other),
                start=starts[node.lineno - 1] + node.col_offset,
                end=starts[(node.end_lineno or 0) - 1] + (node.end_col_offset or 0),
            )


def _expressions(node: ast.AST) -> Iterator[ast.expr]:
    """Yield what is computed: no annotations, and nothing inside a formatted text."""
    if isinstance(node, ast.JoinedStr):
        return
    if isinstance(node, ast.expr):
        yield node
    if isinstance(node, ast.Return) and isinstance(node.value, ast.Constant):
        node.value.kind = "returned"
    for name, value in ast.iter_fields(node):
        if name not in ANNOTATIONS:
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _expressions(child)


def _changed(node: ast.expr) -> Iterator[ast.expr]:
    match node:
        case ast.Compare(left=left, ops=ops, comparators=comparators):
            for place, op in enumerate(ops):
                others = [*ops[:place], COMPARED[type(op)](), *ops[place + 1 :]]
                yield ast.Compare(left=left, ops=others, comparators=comparators)
        case ast.BoolOp(op=op, values=values):
            yield ast.BoolOp(op=ast.Or() if isinstance(op, ast.And) else ast.And(), values=values)
        case ast.UnaryOp(op=ast.Not() | ast.USub(), operand=operand):
            yield operand
        case ast.BinOp(left=left, op=op, right=right) if type(op) in COMPUTED:
            yield ast.BinOp(left=left, op=COMPUTED[type(op)](), right=right)
        case ast.Constant(value=bool() as value, kind="returned"):
            yield ast.Constant(value=not value)
        case ast.Constant(value=int() as value) if not isinstance(value, bool):
            yield ast.Constant(value=value + 1)
        case _:
            pass
