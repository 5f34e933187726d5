"""Chinese fonts for PDF: a configured folder first, then the installed font package, the system's fonts last.

Licensed 仿宋, 楷体 and 小标宋 are not open fonts; a site puts its own into the folder named in its settings. Without
it a PDF is set in 宋 and 黑 of the font package, so that it looks the same on every machine. The system's fonts are
looked at only where neither folder nor package has a font, or where the caller asks for them (then before the package).
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

import typst

from evaluation.foundation.documents.coverage import Coverage, coverage
from evaluation.foundation.documents.looks import Face

PACKAGE = "mplfonts"
PACKAGE_FAMILIES = ("Noto Serif CJK SC", "Noto Sans CJK SC")

SONG = (
    "SimSun", "NSimSun", "FZShuSong-Z01", "FZShuSong-Z01S", "STSong", "Songti SC",
    "Noto Serif CJK SC", "Source Han Serif SC", "Source Han Serif CN", "Noto Serif SC",
)  # fmt: skip
HEI = (
    "SimHei", "FZHei-B01", "FZHei-B01S", "STHeiti", "Heiti SC",
    "Noto Sans CJK SC", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans SC",
    "WenQuanYi Micro Hei", "WenQuanYi Zen Hei",
)  # fmt: skip
FAMILIES = {
    Face.TITLE: ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋简体", "方正小标宋_GBK", "STZhongsong"),
    Face.FANGSONG: (
        "FangSong_GB2312", "仿宋_GB2312", "FangSong", "仿宋", "FZFangSong-Z02S", "FZFangSong-Z02", "STFangsong",
        "Zhuque Fangsong (technical preview)",
    ),
    Face.KAI: (
        "KaiTi_GB2312", "楷体_GB2312", "KaiTi", "楷体", "FZKai-Z03S", "FZKai-Z03", "STKaiti", "Kaiti SC", "LXGW WenKai",
    ),
    Face.SONG: SONG,
    Face.HEI: HEI,
}  # fmt: skip
LATIN = ("Times New Roman", "Liberation Serif", "Tinos", "TeX Gyre Termes")
BOLD = 600


class NoChineseFont(Exception):
    """No Chinese font was found. The message names where one can be put."""

    def __init__(self, folder: Path | None) -> None:
        where = folder or "a folder named in the settings"
        super().__init__(f"No Chinese font was found. Install the package {PACKAGE} or put a font into {where}.")


@dataclass(frozen=True)
class Chosen:
    """What stands for a face: the families in order, and whether boldness must be drawn because no bold cut exists."""

    families: tuple[str, ...]
    substituted: bool
    bold_cut: bool


@dataclass(frozen=True, eq=False)
class FontSet:
    """The fonts of this installation: what stands for each face, how typst finds them, which files they are."""

    faces: dict[Face, Chosen]
    latin: str | None
    system: bool
    collection: typst.Fonts
    files: tuple[tuple[Path, int], ...]

    @property
    def coverages(self) -> list[Coverage]:
        """The characters that each file of the set can draw."""
        return [coverage(path, index) for path, index in self.files]

    def missing_characters(self, text: str) -> set[str]:
        """The characters of the text that no font of the set can draw; a PDF shows a box in their place."""
        known = self.coverages
        return {
            character
            for character in set(text)
            if not character.isspace() and character.isprintable() and not any(character in one for one in known)
        }


def find_fonts(folder: str | Path | None = None, system: bool = False) -> FontSet:
    """The fonts to set a PDF in: those of ``folder``, then the package's, then (if asked or needed) the system's.

    The folder is read once for each answer of its file system; ``find_fonts`` may be called for every document.
    Raises ``NoChineseFont`` when there is none anywhere, and ``NotADirectoryError`` when the folder does not exist.
    """
    if folder is None:
        return font_set(None, (), system)
    path = Path(folder)
    if not path.is_dir():
        raise NotADirectoryError(f"The fonts folder {path} does not exist.")
    files = sorted((str(file), file.stat().st_mtime_ns) for file in path.rglob("*") if file.is_file())
    return font_set(path, tuple(files), system)


@lru_cache(maxsize=4)
def font_set(folder: Path | None, _files: tuple[tuple[str, int], ...], system: bool) -> FontSet:
    """The set for a folder in the state that its files describe; found once, then remembered."""
    package_path = package_folder()
    configured = listed(folder)
    package = [info for info in listed(package_path) if info.family in PACKAGE_FAMILIES]
    use_system = system or not (configured or package)
    installed = listed_by_system() if use_system else []
    places = [configured, installed, package]
    faces = {face: chosen(face, places) for face in Face}
    if not all(choice.families for choice in faces.values()):
        raise NoChineseFont(folder)
    infos = [info for place in places for info in place]
    latin = next(iter(present(LATIN, places)), None)
    used = {family for choice in faces.values() for family in choice.families} | {latin}
    files = {(Path(info.path), info.index) for info in infos if info.path and info.family in used}
    folders = [str(path) for path in (folder, package_path) if path]
    collection = typst.Fonts(include_system_fonts=use_system, include_embedded_fonts=False, font_paths=folders)
    return FontSet(faces, latin, use_system, collection, tuple(sorted(files)))


def package_folder() -> Path | None:
    """Where the font package keeps its files; the package itself is never imported (it would ask for matplotlib)."""
    specification = find_spec(PACKAGE)
    if specification is None or specification.origin is None:
        return None
    fonts = Path(specification.origin).parent / "fonts"
    return fonts if fonts.is_dir() else None


def listed(folder: Path | None) -> list[typst.FontInfo]:
    """The fonts of a folder and of the folders in it."""
    if folder is None:
        return []
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder)]).fonts()


def listed_by_system() -> list[typst.FontInfo]:
    """The fonts that the operating system knows."""
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False).fonts()


def chosen(face: Face, places: list[list[typst.FontInfo]]) -> Chosen:
    """The families for a face: its own, then 宋, then 黑; the later ones serve rare characters."""
    own = present(FAMILIES[face], places)[:1]
    families = tuple(dict.fromkeys(own + present(SONG, places) + present(HEI, places)))
    weights = [info.weight for place in places for info in place if info.family in families[:1]]
    return Chosen(families, substituted=not own, bold_cut=any(weight >= BOLD for weight in weights))


def present(wanted: tuple[str, ...], places: list[list[typst.FontInfo]]) -> list[str]:
    """Those of the wanted families that exist: an earlier place goes first, inside a place the order of the wanted."""
    return [family for place in places for family in wanted if any(info.family == family for info in place)]
