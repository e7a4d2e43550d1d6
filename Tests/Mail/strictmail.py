"""Reads a mail with Python's strict email policy, where every defect is an error, and gives what it says."""
import dataclasses
import email
import email.header
import email.policy

STRICT = email.policy.SMTP.clone(raise_on_defect=True)


@dataclasses.dataclass
class Mail:
    headers: list
    address: str
    name: str
    subject: str
    types: list
    text: str
    html: str


def decoded(field):
    """A field's words; the policy of Python 3.11 leaves a blank between two encoded-words and makes one of two blanks in them."""
    return str(email.header.make_header(email.header.decode_header(field)))


def read(raw):
    """The mail; ValueError when it breaks a rule that no relay or mail program has to bear with."""
    longest = max(len(line) for line in raw.split(b"\r\n"))
    if longest > 998:
        raise ValueError(f"a line of {longest} bytes")
    if b"\n" in raw.replace(b"\r\n", b"") or b"\r" in raw.replace(b"\r\n", b"") or b"\0" in raw:
        raise ValueError("a bare line end, or NUL")
    message = email.message_from_bytes(raw, policy=STRICT)
    for name, value in message.items():
        str(value), getattr(value, "defects", ())
    if len(message["To"].addresses) != 1:
        raise ValueError(f"{len(message['To'].addresses)} recipients in To")
    to = message["To"].addresses[0]
    name, written = to.display_name, str(email.message_from_bytes(raw)["To"])
    if "=?" in written:
        name = decoded(written.rsplit("<", 1)[0].strip())
    parts = list(message.iter_parts())
    bodies = [part.get_payload(decode=True).decode("utf-8").replace("\r\n", "\n") for part in parts]
    return Mail(
        message.keys(), to.addr_spec, name, message["Subject"], [part.get_content_type() for part in parts],
        bodies[0] if bodies else "", bodies[1] if len(bodies) > 1 else "",
    )
