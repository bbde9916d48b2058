"""The parts of a .docx file: bytes → XML, by way of the relationships between parts."""

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from functools import cached_property

from lxml import etree

from render.standard.unreadable import Unreadable

Element = etree._Element

LARGEST = 64 * 2**20  # bytes of one part: no letter comes near, a zip bomb does
OLE = b"\xd0\xcf\x11\xe0"
REOPEN = "请用 Word 或 WPS 打开看看，另存一份再检查"
SAVE_AS, UNLOCK = "请另存为 .docx 再检查", "请取消密码后再检查"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
OTHER_KINDS = {
    "ms-word.document.macroEnabled": "带宏的 .docm",
    "ms-word.template.macroEnabledTemplate": "带宏的模板 .dotm",
    "openxmlformats-officedocument.wordprocessingml.template": "模板 .dotx",
    "openxmlformats-officedocument.spreadsheetml.sheet": " Excel 工作簿",
    "openxmlformats-officedocument.presentationml.presentation": " PowerPoint 文稿",
}
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)


class Package:
    """A .docx file that is open for reading; `Unreadable` says why it is not."""

    def __init__(self, data: bytes) -> None:
        if data.startswith(OLE):
            raise Unreadable("有打开密码", UNLOCK) if ENCRYPTED in data else Unreadable("是旧版 .doc", SAVE_AS)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
            raise Unreadable("不是 Word 文档，或已损坏", REOPEN) from error
        self.main = next(self.targets("", "officeDocument"), "")
        if self.main not in self._zip.namelist():
            raise Unreadable("不是 Word 文档，或已损坏", REOPEN)
        kind = self._content_type()
        if kind in OTHER_KINDS:
            raise Unreadable(f"是{OTHER_KINDS[kind]}，只是改了扩展名", SAVE_AS)

    @cached_property
    def document(self) -> Element:
        root = self.part(self.main)
        if root is None or name_of(root) != "document":
            raise Unreadable("不是 Word 文档，或已损坏", REOPEN)
        return root

    def _content_type(self) -> str:
        """What the main part is: the end of its media type."""
        types = self.part("[Content_Types].xml")
        parts = {value(each, "PartName"): value(each, "ContentType") for each in children(types, "Override")}
        return parts.get(f"/{self.main}", "").rpartition("application/vnd.")[2].removesuffix(".main+xml")

    def part(self, name: str) -> Element | None:
        """The root of a part, None if there is no such part."""
        try:
            info = self._zip.getinfo(name)
            if info.file_size > LARGEST:
                raise Unreadable(f"{name} 过大")
            return etree.fromstring(self._zip.read(info), _PARSER)
        except KeyError:
            return None
        except (zipfile.BadZipFile, zlib.error, EOFError, etree.XMLSyntaxError, ValueError) as error:
            raise Unreadable("已损坏", REOPEN) from error
        except (NotImplementedError, RuntimeError) as error:
            raise Unreadable("压缩方式不支持，或有密码") from error

    def targets(self, source: str, kind: str) -> Iterator[str]:
        """The names of the parts that `source` refers to as `kind`."""
        return (target for _, target, found in self._relations(source) if found == kind)

    def related(self, source: str, kind: str) -> Element | None:
        """The first part that `source` refers to as `kind`."""
        return next((root for name in self.targets(source, kind) if (root := self.part(name)) is not None), None)

    def by_id(self, source: str, identity: str) -> Element | None:
        """The part that `source` refers to by this id."""
        name = next((target for found, target, _ in self._relations(source) if found == identity), "")
        return self.part(name) if name else None

    def _relations(self, source: str) -> Iterator[tuple[str, str, str]]:
        folder, name = posixpath.split(source)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        for relation in root if root is not None else ():
            target = relation.get("Target", "")
            whole = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield relation.get("Id", ""), whole, relation.get("Type", "").rpartition("/")[2]


def name_of(element: Element) -> str:
    """An element's name without its namespace, so that strict and transitional files are alike."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attributes(element: Element) -> dict[str, str]:
    """The attributes without their namespaces."""
    return {str(name).rpartition("}")[2]: str(value) for name, value in element.attrib.items()}


def child(element: Element | None, *names: str) -> Element | None:
    """The first element on this path of names."""
    for name in names:
        element = next((each for each in element if name_of(each) == name), None) if element is not None else None
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """The elements of this name, one level down."""
    return (each for each in (element if element is not None else ()) if name_of(each) == name)


def value(element: Element | None, name: str = "val", default: str = "") -> str:
    """An attribute, whatever its namespace."""
    return default if element is None else attributes(element).get(name, default)
