"""Random text of every script, and values that try to be more than text, the same for the same seed."""
import unicodedata

# Of all of Unicode: much of what people write, some of everything.
RANGES = (
    [(0x20, 0x7E)] * 6
    + [(0xA1, 0x24F)] * 2
    + [(0x370, 0x52F), (0x5D0, 0x5EA), (0x621, 0x64A), (0x900, 0xDFF), (0xE01, 0xEFF), (0x300, 0x36F), (0x200B, 0x2027)]
    + [(0x3041, 0x30FF), (0x4E00, 0x9FA5), (0xAC00, 0xD7A3), (0x1F300, 0x1FAFF), (0xE000, 0xF8FF), (0xA0, 0xFFFD), (0x10000, 0x10FDFF)]
)

FRAGMENTS = [
    ".", "..", ".\n.", "\n.\n", "\r\n.\r\n", "\n.\r\n", "\r.\r", "--=_0", "--\n--", "--=_0--\r\n", "From me", "\nFrom me", "Subject: x",
    "Bcc: eve@example.com", "\r\nBcc: eve@example.com", "\nBcc: eve@example.com\n", "\r\n\r\n<html>", "x\n\nContent-Type: text/html",
    "=?utf-8?q?x?=", "=?UTF-8?B?QmNjOiBldmVAZXhhbXBsZS5jb20=?=", "=0D=0A", "=0D=0ABcc: eve@example.com", "=", "= ", "=\n", "=3D", "<script>",
    "</p><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\"", "\"><b>", "'", "\\", "\\\"", "a" * 998, "b" * 2000, "\t", " trailing ",
    "  two  blanks  ", "QUIT", "\r\nQUIT\r\n", "\n.\nMAIL FROM:<>", "\r\n.\r\nMAIL FROM:<eve@example.com>\r\nRCPT TO:<eve@example.com>\r\nDATA\r\n",
    "eve@example.com", ", eve@example.com", "<eve@example.com>", "eve <eve@example.com>, x", "undisclosed-recipients:;", "(comment)", ";", ":",
    "To: eve@example.com", "\0", "\x07", "\x1b[31mred\x1b[0m", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\u200b", "\ufeff", "\U0010fe00",
    "{{customer_name}}", "{{{message}}}", "{{#if x}}", "{{/if}}", "**bold**", "[link](https://eve.example/)", "https://slot-0.statuscomm.invalid/",
    "`code`", "# heading", "- item", "&amp;", "&lt;b&gt;", "%0d%0aBcc:eve@example.com", "\\r\\nBcc: x", "javascript:alert(1)", "${jndi:ldap://x}",
]


def characters(chance, length):
    text = ""
    while len(text) < length:
        one = chr(chance.randint(*chance.choice(RANGES)))
        # What no mail may carry, and what marks a place that is still open.
        if unicodedata.category(one) not in ("Cc", "Cs", "Cn", "Zl", "Zp"):
            text += one
    return text


def line(chance, length):
    """Words with single blanks between."""
    return " ".join(characters(chance, length).split())


def hostile(chance):
    """One to four fragments, some with text around."""
    parts = chance.choices(FRAGMENTS, k=chance.choice([1, 1, 1, 2, 2, 3, 4]))
    if chance.random() < 0.4:
        parts.insert(chance.randint(0, len(parts)), line(chance, chance.randint(1, 30)))
    return "".join(parts)


def body(chance):
    lines = [characters(chance, chance.randint(0, 300)) for _ in range(chance.randint(1, 12))]
    if chance.random() < 0.2:
        lines.insert(chance.randint(0, len(lines)), hostile(chance))
    if chance.random() < 0.05:
        lines.append(characters(chance, 3000))
    return "\n".join(lines) + chance.choice(["", "\n"])
