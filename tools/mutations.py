"""Files that no honest program makes, from files that one did.

What tools/fuzz_books.py tries on the readers of books. Each mutation is a function of a random generator and
of good files, and returns the bytes of a bad one. The same seed makes the same file, on any day, so that what
fails can be made again.
"""

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence

from bombs import SHAPES, packed

Files = Sequence[bytes]
NAMES = [
    "../../outside.txt",
    "/etc/outside",
    "C:\\outside.txt",
    "a/../../outside",
    "..\\outside",
    "a\0b.txt",
    "x" * 5000,
]
OPERATORS = [
    b" q ",
    b" Q ",
    b" BT ",
    b" ET ",
    b" T* ",
    b" -1 0 0 1 0 0 cm ",
    b" 0 0 0 0 0 0 cm ",
    b" 1e30 0 0 1e30 9 9 Tm ",
    b" /F0 Tf ",
    b" /None 9 Tf ",
    b" 0 Tz ",
    b" [ ",
    b" ] TJ ",
    b" << ",
    b" (",
    b") Tj ",
    b" (a) ' ",
    b' 1 2 (b) " ',
    b" /X Do ",
    b" BI ",
    b" ID ",
    b" EI ",
    b" -99999999999999999999 0 Td ",
    b" nan ",
    b"%",
    b"\0",
    b"\xff" * 9,
]
NUMBERS = [0, 1, 2, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF]
TAGS = [
    b"<p>",
    b"</p>",
    b"<div>",
    b"<aside epub:type='footnote'>",
    b"<a href='#x'>1</a>",
    b"<a id='x'/>",
    b"<br/>",
    b"<nav>",
]
SIGNS = [
    b"<",
    b">",
    b"&",
    b"&#xFFFFFFFF;",
    b"&#0;",
    b"]]>",
    b"<![CDATA[",
    b"<!--",
    b"\0",
    b"\xff\xfe",
    b"\xed\xa0\x80",
]


def flip(random: random.Random, files: Files) -> bytes:
    """Flip some bits."""
    content = bytearray(random.choice(files))
    for _ in range(random.choice([1, 2, 8, 64])):
        content[random.randrange(len(content))] ^= 1 << random.randrange(8)
    return bytes(content)


def flip_head(random: random.Random, files: Files) -> bytes:
    """Set numbers in the first few thousand bytes, where the headers are."""
    content = bytearray(random.choice(files))
    for _ in range(random.choice([1, 2, 5])):
        place = random.randrange(min(len(content), random.choice([100, 1000, 5000])) - 4)
        form = random.choice([">I", ">H", "<I", "<H", ">B"])
        number = random.choice(NUMBERS) & (256 ** struct.calcsize(form) - 1)
        struct.pack_into(form, content, place, number)
    return bytes(content)


def truncate(random: random.Random, files: Files) -> bytes:
    """Cut a file off."""
    content = random.choice(files)
    return content[: random.randrange(1, len(content))]


def splice(random: random.Random, files: Files) -> bytes:
    """Put the beginning of one file before the end of another."""
    one, other = random.choice(files), random.choice(files)
    return one[: random.randrange(1, len(one))] + other[random.randrange(len(other)) :]


def repeat(random: random.Random, files: Files) -> bytes:
    """Repeat a piece of a file."""
    content = random.choice(files)
    start = random.randrange(len(content))
    piece = content[start : start + random.choice([1, 16, 300, 5000])]
    return content[:start] + piece * random.choice([2, 10, 1000]) + content[start:]


def member(random: random.Random, files: Files) -> bytes:
    """Change what is in an archive, and pack it again so that its sums are right."""
    members = unpacked(random.choice([content for content in files if content.startswith(b"PK")]))
    name = random.choice(list(members))
    way = random.choice([flip, truncate, repeat, markup, splice])
    members[name] = way(
        random, [members[name] or b"x" * 9, *files] if way is splice else [members[name] or b"x" * 9]
    )
    return packed(members)


def markup(random: random.Random, files: Files) -> bytes:
    """Put tags and signs into a file, where they do not belong."""
    content = random.choice(files)
    for _ in range(random.choice([1, 5, 50])):
        place = random.randrange(len(content) + 1)
        content = content[:place] + random.choice(TAGS + SIGNS) * random.choice([1, 1, 1, 50]) + content[place:]
    return content


def missing(random: random.Random, files: Files) -> bytes:
    """Take a member out of an archive, give one another name, or swap two."""
    members = unpacked(random.choice([content for content in files if content.startswith(b"PK")]))
    names = list(members)
    one, other = random.choice(names), random.choice(names)
    if random.random() < 0.5:
        members[one], members[other] = members[other], members[one]
    else:
        members[random.choice([*NAMES, "mimetype", other])] = members.pop(one)
    return packed(members)


def nested(random: random.Random, files: Files) -> bytes:
    """Put files into archives in archives."""
    content = packed({f"{number}.epub": random.choice(files) for number in range(random.randint(1, 4))})
    for depth in range(random.randint(0, 6)):
        content = packed({f"{depth}.zip": content, "more.txt": b"text"})
    return content


def wrong_names(random: random.Random, files: Files) -> bytes:
    """Put names into an archive that lead out of it, and links."""
    link = random.random() < 0.3
    return packed({random.choice(NAMES): random.choice(files), "a.txt": b"text"}, link=link)


def archive_bomb(random: random.Random, files: Files) -> bytes:
    """Put into an archive what decompresses to far more."""
    size = random.choice([2, 20, 60, 120]) * 2**20
    sign = random.choice([b"\0", b"a", b"<p>", b"<p>a</p>\n", b"<a b='c' d='e'>"])
    content = sign * (size // len(sign))
    name = random.choice(["a.txt", "a.html", "a.zip"])
    bomb = packed({name: (b"<html>" if name == "a.html" else b"") + content})
    if random.random() < 0.3:
        return packed({f"{number}.zip": bomb for number in range(random.choice([2, 50]))})
    return bomb


def many_members(random: random.Random, files: Files) -> bytes:
    """Make an archive with very many members."""
    count = random.choice([1000, 15_000, 60_000])
    return packed({f"{number}.{random.choice(['txt', 'html'])}": b"<p>a" for number in range(count)})


def entities(random: random.Random, files: Files) -> bytes:
    """Make XML whose entities stand for each other, for a file, or for an address."""
    root = random.choice(["html", "FictionBook", "TEI", "package"])
    outside = random.choice(
        ['SYSTEM "file:///etc/passwd"', 'SYSTEM "http://127.0.0.1:9/"', 'PUBLIC "-//x" "http://127.0.0.1:9/x"']
    )
    laughs = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    declared = f'<!ENTITY e0 "ha">{laughs}<!ENTITY out {outside}><!ENTITY % p {outside}> %p;'
    subset = f"[{declared}" + random.choice(["]", "", "]]", "]" * 1000])
    text = f"<?xml version='1.0'?><!DOCTYPE {root} {random.choice([outside, ''])} {subset}>"
    body = "<body><text><p>a &e9; b &out; c &nbsp; d</p></text></body>"
    content = f"{text}<{root}>{body}</{root}>".encode()
    return content if random.random() < 0.5 else _in_epub(content, files)


def markup_bomb(random: random.Random, files: Files) -> bytes:
    """Make markup that is deep, wide, or all in one tag."""
    count = random.choice([1000, 100_000, 900_000])
    ways: list[Callable[[], bytes]] = [
        lambda: b"<div>" * count,
        lambda: b"<p>a" * count,
        lambda: b"<i>a<b>b</i>" * (count // 4),
        lambda: b"<p " + b" ".join(b"a%d=''" % number for number in range(count)) + b">x</p>",
        lambda: b"<p " + b"a " * count + b">x</p>",
        lambda: b"<p a='" + b"x" * (count * 10) + b"'>x</p>",
        lambda: b"&nbsp;&bad;&" * count,
        lambda: (
            b"".join(b"<a href='#n%d'>1</a>" % (number % 50) for number in range(count // 8))
            + b"<p id='n1'>1 x</p>"
        ),
        lambda: b"<a id='x'></a>" * (count // 4) + b"<a href='#x'>1</a>" * (count // 8),
        lambda: b"<p>" + b"<a href='#x'>1" * (count // 8) + b"<p id='x'>1" + b"<a href='#x'>1</a>" * 1000,
        lambda: b"<!DOCTYPE html [" + b"]" * count,
        lambda: b"<!--" * count,
        lambda: b"<?xml " * count,
        lambda: b"<span class='pagenum'>" * (count // 8) + b"x",
        lambda: b"<nav>" * 200 + b"<a href='#x'>x</a>" * (count // 8),
        lambda: b"<p class='drop-cap'>a</p>" * (count // 8),
        lambda: b"<table>" * 2000 + b"x<p>" * (count // 8),
        lambda: b"a<br>" * count,
        lambda: b"\xe9a " * count * 5,
    ]
    inside = random.choice(ways)()
    root = random.choice([b"html", b"FictionBook", b"TEI"])
    content = b"<%b><body><text>%b</text></body></%b>" % (root, inside, root)
    return content if random.random() < 0.7 else _in_epub(content, files)


def operators(random: random.Random, files: Files) -> bytes:
    """Change the program that draws a page of a PDF, and pack it again."""
    content = next(file for file in files if file.startswith(b"%PDF"))
    streams = re.findall(rb"stream\r?\n(\x78.*?)\r?\nendstream", content, re.S)
    unpacked_ones = {one: zlib.decompress(one) for one in streams}
    one = random.choice([one for one in streams if b" Tm\n" in unpacked_ones[one]])
    page = bytearray(unpacked_ones[one])
    for _ in range(random.choice([1, 1, 4, 40])):
        place = page.find(b"\n", random.randrange(len(page) + 1)) + 1  # before an operator and what it needs
        page[place:place] = random.choice(OPERATORS)
    return content.replace(one, zlib.compress(page))


def shape(random: random.Random, files: Files) -> bytes:
    """Make one of the shapes that cost a careless reader minutes or gigabytes; some of them a little broken."""
    content = SHAPES[random.choice(list(SHAPES))]()
    return content if random.random() < 0.9 else flip_head(random, [content])


USUAL = (
    *(flip, flip_head, flip_head, truncate, splice, repeat, member, member, member, markup, missing),
    *(nested, wrong_names, entities, operators, operators),
)
LARGE = (
    shape,
    shape,
    shape,
    archive_bomb,
    archive_bomb,
    markup_bomb,
    markup_bomb,
    many_members,
)  # they cost a second or more: one in 25


def mutated(seed: int, files: Files) -> tuple[str, bytes]:
    """Return the name of a mutation and the file that it makes."""
    generator = random.Random(seed)
    way = generator.choice(LARGE if seed % 25 == 24 else USUAL)
    return way.__name__, way(generator, files)


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the members of an archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _in_epub(page: bytes, files: Files) -> bytes:
    """Put a page into an EPUB in the place of its longest one."""
    members = unpacked(
        next(content for content in files if content.startswith(b"PK") and b"mimetype" in content[:60])
    )
    pages = [name for name in members if name.endswith("xhtml")]
    members[max(pages, key=lambda name: len(members[name]))] = page
    return packed(members)
